"""Bundles into an app, for whichever of the two systems it is."""

from exporters.errors import Refused
from exporters.progress import Progress
from mobilec.android.app import is_project as is_android
from mobilec.android.bundle import BundleResult
from mobilec.android.bundle import bundle as bundle_android
from mobilec.apps.options import BundleOptions
from mobilec.ios.bundle import IosBundleResult
from mobilec.ios.bundle import bundle as bundle_ios
from mobilec.ios.layout import is_project as is_ios


def bundle(
    options: BundleOptions, progress: Progress | None = None
) -> BundleResult | IosBundleResult:
    """Puts bundles into an app, whose system its files tell.

    Raises ``Refused``, before anything is written: no project of an app, a bundle that is not
    whole, programs that the app cannot run, tools that an APK wants and this machine has not.
    """
    if is_ios(options.app):
        return bundle_ios(options, progress)
    if is_android(options.app):
        return bundle_android(options, progress)
    raise Refused(
        f"{options.app} is the project of neither app: it has no Package.swift or project.yml, and "
        "no app/build.gradle.kts; give --app android_demo or --app ios_demo, or a copy of one"
    )
