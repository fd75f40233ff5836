"""The app built by Xcode for one iPhone."""

import re
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.fetching.cache import user_cache
from mobilec.ios.app import open_app
from mobilec.ios.failures import advice
from mobilec.ios.layout import APP_ID, NAME, Project
from mobilec.ios.macho import slices
from mobilec.ios.tools import XCODEBUILD, ran, refuse_older

BUILD_TIMEOUT_S = 3600.0
"""The first build fetches and compiles ExecuTorch's packages."""
APP_ID_SETTING = "MOBILEC_APP_ID"
"""Of the project: the app's name, from which the names of its tests are made. Given here,
PRODUCT_BUNDLE_IDENTIFIER would be that of all targets, and an app and its tests are two."""
_SHOWN = 5
_ERROR = re.compile(r"(?:^|\s)(?:error|Reason): ?(.+)$")
_LAST_WORDS = 3


@dataclass(frozen=True)
class Signing:
    """``team``: empty takes the one that the project names. ``app_id``: the app's name for Apple,
    which belongs to the first team that uses it.
    """

    team: str = ""
    app_id: str = APP_ID


@dataclass(frozen=True)
class BuiltApp:
    """An .app or .ipa for phones."""

    path: Path
    app_id: str


def read_built(path: Path) -> BuiltApp:
    """Refused where it is no app, or one for a simulator or a Mac."""
    files = open_app(path)
    with files.extracted(files.executable) as executable:
        platform = slices(executable)[0].platform
    if platform not in ("", "iOS"):
        raise Refused(f"{path} is an app for {platform}, and an iPhone runs none; build it for iOS")
    return BuiltApp(path, str(files.info.get("CFBundleIdentifier", "")))


def build(project: Project, udid: str, signing: Signing) -> BuiltApp:
    """The release app; what was built before is used again."""
    if not project.xcode.is_dir():
        raise Refused(
            f"{project.xcode} is not there; make it from project.yml: xcodegen generate --spec "
            f"{project.folder / 'project.yml'}"
        )
    refuse_older(ran(XCODEBUILD, "-version"))
    derived = user_cache("xcode").folder
    answer = ran(
        XCODEBUILD, *command_line(project, udid, signing, derived), timeout_s=BUILD_TIMEOUT_S
    )
    if answer.status:
        raise Refused(_explained(answer.text, answer.status))
    app = read_built(derived / "Build" / "Products" / "Release-iphoneos" / f"{NAME}.app")
    if app.app_id != signing.app_id:
        raise Refused(
            f"{signing.app_id} was asked for, and Xcode built {app.app_id}; does its target take "
            f"PRODUCT_BUNDLE_IDENTIFIER from {APP_ID_SETTING}?"
        )
    return app


def command_line(project: Project, udid: str, signing: Signing, derived: Path) -> tuple[str, ...]:
    """The words behind xcodebuild. Signing is automatic: Xcode makes what is missing."""
    settings = {"DEVELOPMENT_TEAM": signing.team} if signing.team else {}
    if signing.app_id != APP_ID:
        settings[APP_ID_SETTING] = signing.app_id
    return (
        *("-project", str(project.xcode), "-scheme", NAME, "-configuration", "Release"),
        *("-destination", f"id={udid}", "-derivedDataPath", str(derived)),
        "-allowProvisioningUpdates",
        *(f"{name}={value}" for name, value in settings.items()),
        "build",
    )


def _explained(text: str, status: int) -> str:
    """What an error means where that is known, and the first errors as they are."""
    found = [match[1].strip() for line in text.splitlines() if (match := _ERROR.search(line))]
    said = [line.strip() for line in text.splitlines() if line.strip()]
    lines = list(dict.fromkeys(found)) or said[-_LAST_WORDS:]
    shown = "".join(f"\n    {line}" for line in lines[:_SHOWN])
    more = f"\n    and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    meaning = advice("\n".join(lines))
    because = f": {meaning}" if meaning else ""
    failed = f"the app could not be built (exit status {status}){because}"
    return f"{failed}\n  xcodebuild says:{shown}{more}"
