"""The app on the phone."""

import re
from pathlib import Path

from exporters.errors import Refused
from mobilec.benchmarking.adb.client import Adb, explained
from mobilec.benchmarking.adb.target import Target

INSTALL_TIMEOUT_S = 300.0

_FAILURES = {
    "INSTALL_FAILED_INSUFFICIENT_STORAGE": "the phone's storage is full; free some",
    "INSTALL_FAILED_UPDATE_INCOMPATIBLE": "the app that is there was signed with another key; "
    "remove it first, with its data: adb uninstall {app}",
    "INSTALL_FAILED_VERSION_DOWNGRADE": "the app that is there is newer; remove it first: "
    "adb uninstall {app}",
    "INSTALL_FAILED_NO_MATCHING_ABIS": "the APK has no libraries for the phone's processor; build "
    "it with --abi as adb shell getprop ro.product.cpu.abilist says",
    "INSTALL_FAILED_CPU_ABI_INCOMPATIBLE": "the APK's libraries are not for the phone's processor; "
    "build it with --abi as adb shell getprop ro.product.cpu.abilist says",
    "INSTALL_FAILED_OLDER_SDK": "the phone's Android is older than the app takes (8.0)",
    "INSTALL_FAILED_USER_RESTRICTED": "the phone does not let apps be installed over USB; allow "
    "it in its developer options (Install via USB), and accept the question on its screen",
    "INSTALL_FAILED_VERIFICATION_FAILURE": "Play Protect refused it; accept the question on the "
    "phone, or switch off Verify apps over USB in its developer options",
    "INSTALL_FAILED_ABORTED": "somebody refused it on the phone, or its question was not answered",
    "INSTALL_FAILED_TEST_ONLY": "the APK is marked as for tests only; build it anew",
    "INSTALL_FAILED_INVALID_APK": "the APK is damaged; build it anew",
    "INSTALL_PARSE_FAILED_NOT_APK": "the file is no APK",
    "INSTALL_PARSE_FAILED_NO_CERTIFICATES": "the APK is not signed; mobilec bundle --apk signs it",
    "INSTALL_PARSE_FAILED_MANIFEST_MALFORMED": "the APK's manifest is damaged; build it anew",
    "INSTALL_FAILED_MISSING_SHARED_LIBRARY": "the phone lacks a library that the app asks for",
    "INSTALL_FAILED_CONFLICTING_PROVIDER": "another app on the phone uses a name of this one",
}
"""Code to what it means and what to do; {app}: its id."""


def install(adb: Adb, apk: Path, target: Target) -> None:
    """Installs or replaces the app; its data stays."""
    if not apk.is_file():
        raise Refused(f"there is no APK {apk}; build one: mobilec bundle BUNDLE --apk {apk}")
    answer = adb.ran("install", "-r", str(apk), timeout_s=INSTALL_TIMEOUT_S)
    if answer.status == 0 and "Success" in answer.out:
        return
    code = re.search(r"INSTALL_[A-Z_]+", answer.words)
    if code is None:
        raise Refused(f"{apk} was not installed: {explained(answer)}")
    known = _FAILURES.get(code[0], "").format(app=target.package)
    meaning = known or f"the phone says: {answer.words}"
    raise Refused(f"{apk} was not installed: {code[0]}: {meaning}")


def refuse_missing(adb: Adb, target: Target) -> None:
    """The app must be there, for the user in front."""
    if "package:" not in adb.tried("pm", "path", *target.as_user, target.package):
        raise Refused(
            f"the app {target.package} is not on the phone {adb.serial} for its user "
            f"{target.user}; give an APK with --apk, which mobilec bundle BUNDLE --apk OUT.apk "
            "makes, or the name of another app with --app-id"
        )
