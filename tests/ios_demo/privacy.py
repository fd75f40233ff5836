"""What an app for iOS calls of Apple's list of functions that want a reason, and what it declares.

    python -m tests.ios_demo.privacy MobilecDemo.app

The App Store refuses an app that calls one and does not declare its category (ITMS-91053). It looks
at undefined symbols of the executable, where functions of libraries that are linked into it are.
"""

import plistlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PREFIX = "NSPrivacyAccessedAPICategory"
CATEGORIES = {
    "FileTimestamp": {
        *("stat", "fstat", "lstat", "fstatat", "getattrlist", "fgetattrlist", "getattrlistat"),
        *("getattrlistbulk", "NSFileCreationDate", "NSFileModificationDate"),
        *("NSURLContentModificationDateKey", "NSURLCreationDateKey"),
    },
    "SystemBootTime": {"mach_absolute_time"},
    "DiskSpace": {
        *("statfs", "statvfs", "fstatfs", "fstatvfs", "NSFileSystemFreeSize", "NSFileSystemSize"),
        *("NSURLVolumeAvailableCapacityKey", "NSURLVolumeTotalCapacityKey"),
        "NSURLVolumeAvailableCapacityForImportantUsageKey",
        "NSURLVolumeAvailableCapacityForOpportunisticUsageKey",
    },
    "UserDefaults": {"OBJC_CLASS_$_NSUserDefaults"},
}
"""Of developer.apple.com/documentation/bundleresources/describing-use-of-required-reason-api, as
symbols without their leading underscore."""
CHOSEN_BY_A_PERSON = "3B52.1"
REASONS = {
    "FileTimestamp": {"DDA9.1", "C617.1", CHOSEN_BY_A_PERSON},
    "SystemBootTime": {"35F9.1", "8FFB.1", "3D61.1"},
    "DiskSpace": {"85F4.1", "E174.1", "7D9E.1", "B728.1"},
    "UserDefaults": {"CA92.1", "1C8F.1", "C56D.1", "AC6B.1"},
}
"""That an app may have, of the same page. Of files: shown to the person; in the app's own
container; outside of it, where the person chose them."""
PICKERS = {
    *("fileImporter", "UIDocumentPickerViewController", "UIDocumentBrowserViewController"),
    *("startAccessingSecurityScopedResource", "onDrop", "dropDestination", "onOpenURL"),
}
"""By which an app gets files that a person chose outside of its container."""


def called(symbols: Iterable[str]) -> dict[str, set[str]]:
    """Category to the functions of it among undefined symbols, as ``nm -u`` lists them."""
    plain = {symbol.strip().removeprefix("_").split("$INODE64")[0] for symbol in symbols}
    found = {name: functions & plain for name, functions in CATEGORIES.items()}
    return {name: functions for name, functions in found.items() if functions}


def declared(manifest: Path) -> dict[str, list[str]]:
    """Category to its reasons."""
    document = plistlib.loads(manifest.read_bytes())
    return {
        each["NSPrivacyAccessedAPIType"].removeprefix(PREFIX): each[
            "NSPrivacyAccessedAPITypeReasons"
        ]
        for each in document["NSPrivacyAccessedAPITypes"]
    }


def faults(symbols: Iterable[str], manifest: Path) -> list[str]:
    """In words: what is called and not declared, and reasons that are none."""
    known = declared(manifest)
    return [
        f"{', '.join(sorted(functions))} of {name} is called and not declared in {manifest.name}"
        for name, functions in called(symbols).items()
        if not known.get(name)
    ] + [
        f"{reason} is no reason for {name}"
        for name, reasons in known.items()
        for reason in reasons
        if reason not in REASONS.get(name, ())
    ]


def main(app: Path) -> int:
    info = plistlib.loads((app / "Info.plist").read_bytes())
    words = ["nm", "-u", str(app / info["CFBundleExecutable"])]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    wrong = faults(re.findall(r"^\s*(?:U )?(\S+)$", said, re.MULTILINE), app / MANIFEST)
    sys.stdout.write("\n".join(wrong or [f"declared: {sorted(called(said.split()))}"]) + "\n")
    return bool(wrong)


MANIFEST = "PrivacyInfo.xcprivacy"

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
