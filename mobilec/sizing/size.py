"""What a finished app costs a phone, for either of the two systems, or a site a browser."""

from pathlib import Path

from exporters.errors import Refused
from mobilec.android.size import AppSize
from mobilec.android.size import size as size_android
from mobilec.ios.size import IosAppSize
from mobilec.ios.size import size as size_ios
from mobilec.web.size import SiteSize, is_site
from mobilec.web.size import size as size_web

_IOS = (".ipa", ".app")


def size(path: Path) -> AppSize | IosAppSize | SiteSize:
    """Bytes of an .apk, an .ipa, an .app or a site, part by part: to download, and kept.

    Raises ``Refused`` for what is none of these, or damaged.
    """
    if path.suffix in _IOS:
        return size_ios(path)
    if is_site(path):
        return size_web(path)
    if path.is_dir():
        raise Refused(
            f"{path} is a folder; give a finished app: an .apk, an .ipa, the folder X.app that "
            "Xcode builds, or a site that mobilec bundle --app web_demo wrote"
        )
    return size_android(path)
