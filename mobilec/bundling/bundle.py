"""Bundles into an app, for whichever of the two systems it is, or into a site for browsers."""

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.android.app import is_project as is_android
from mobilec.android.bundle import BundleResult
from mobilec.android.bundle import bundle as bundle_android
from mobilec.apps.options import BundleOptions
from mobilec.ios.bundle import IosBundleResult
from mobilec.ios.bundle import bundle as bundle_ios
from mobilec.ios.layout import is_project as is_ios
from mobilec.web.page import is_page
from mobilec.web.site import WebBundleResult
from mobilec.web.site import bundle as bundle_web


def bundle(
    options: BundleOptions, progress: Progress | None = None
) -> BundleResult | IosBundleResult | WebBundleResult:
    """Puts bundles into an app, whose system its files tell, or writes a site of a page with them.

    Raises ``Refused``, before anything is written: no project of an app, a bundle that is not
    whole, programs that the app cannot run, tools that an APK or a page wants and this machine has
    not.
    """
    if is_page(options.app):
        return bundle_web(options, progress)
    if options.output is not None:
        raise Refused(
            f"-o {options.output} was asked for, which is the place of a site; {options.app} is no "
            "page for browsers: leave -o out, or give --app web_demo"
        )
    if is_ios(options.app):
        return bundle_ios(options, progress)
    if is_android(options.app):
        return bundle_android(options, progress)
    raise Refused(
        f"{options.app} is the project of no app: it has no Package.swift or project.yml, no "
        "app/build.gradle.kts, and no index.html; give --app android_demo, --app ios_demo or "
        "--app web_demo, or a copy of one"
    )
