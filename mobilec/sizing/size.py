"""What a finished app costs a phone, for whichever of the two systems it is."""

from pathlib import Path

from exporters.errors import Refused
from mobilec.android.size import AppSize
from mobilec.android.size import size as size_android
from mobilec.ios.size import IosAppSize
from mobilec.ios.size import size as size_ios

_IOS = (".ipa", ".app")


def size(path: Path) -> AppSize | IosAppSize:
    """Bytes of an .apk, an .ipa or an .app, part by part: to download, and installed.

    Raises ``Refused`` for what is none of these, or damaged.
    """
    if path.suffix in _IOS:
        return size_ios(path)
    if path.is_dir():
        raise Refused(
            f"{path} is a folder; give a finished app: an .apk, an .ipa, or the folder X.app that "
            "Xcode builds"
        )
    return size_android(path)
