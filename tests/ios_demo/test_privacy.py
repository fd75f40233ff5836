"""What the app calls of Apple's list is declared, with reasons that are true of it."""

import plistlib
import re
from pathlib import Path

from tests.ios_demo import privacy
from tests.ios_demo.package import DEMO

MANIFEST = DEMO / "App" / privacy.MANIFEST


def test_the_privacy_manifest_names_what_the_app_and_its_libraries_call() -> None:
    """Of Apple's list: clocks since the start of the system (mach_absolute_time), and stat of
    files, by the app's own hashes and by ExecuTorch, which is linked into the app."""
    manifest = plistlib.loads((DEMO / "App/PrivacyInfo.xcprivacy").read_bytes())
    kind = "NSPrivacyAccessedAPICategory"
    reasons = {
        each["NSPrivacyAccessedAPIType"].removeprefix(kind): each["NSPrivacyAccessedAPITypeReasons"]
        for each in manifest["NSPrivacyAccessedAPITypes"]
    }
    assert reasons == {"SystemBootTime": ["35F9.1"], "FileTimestamp": ["C617.1"]}
    assert manifest["NSPrivacyTracking"] is False and not manifest["NSPrivacyCollectedDataTypes"]


def test_the_reasons_are_those_of_an_app_that_reads_its_own_files_alone() -> None:
    """Bundles are copied into the app's own container, and nothing else is opened: no file that a
    person chose elsewhere, which would want a reason of its own."""
    sources = "\n".join(
        file.read_text(encoding="utf-8")
        for place in ("App", "Sources")
        for file in (DEMO / place).rglob("*.swift")
    )
    picked = [name for name in privacy.PICKERS if re.search(rf"\b{name}\b", sources)]
    reasons = privacy.declared(MANIFEST)["FileTimestamp"]
    assert (privacy.CHOSEN_BY_A_PERSON in reasons) == bool(picked), picked
    assert "CFBundleDocumentTypes" not in plistlib.loads((DEMO / "App/Info.plist").read_bytes())
    assert "modificationDate" in sources, "a hash is kept as long as its file does not change"


def test_symbols_that_want_a_reason_are_found() -> None:
    said = ["_fstat", "_mach_absolute_time", "_statfs", "_printf", "_stat$INODE64", "_OBJC_CLASS_"]
    assert privacy.called(said) == {
        "FileTimestamp": {"fstat", "stat"},
        "SystemBootTime": {"mach_absolute_time"},
        "DiskSpace": {"statfs"},
    }


def test_what_is_called_and_not_declared_is_told(tmp_path: Path) -> None:
    assert privacy.faults(["_stat", "_mach_absolute_time", "_malloc"], MANIFEST) == []
    (told,) = privacy.faults(["_statfs"], MANIFEST)
    assert told.startswith("statfs of DiskSpace is called and not declared")
    bare = tmp_path / privacy.MANIFEST
    bare.write_text(MANIFEST.read_text().replace("FileTimestamp", "UserDefaults"))
    assert "fstat of FileTimestamp is called" in privacy.faults(["_fstat"], bare)[0]


def test_a_reason_that_is_none_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / privacy.MANIFEST
    wrong.write_text(MANIFEST.read_text().replace("C617.1", "35F9.1"))
    assert privacy.faults(["_stat"], wrong) == ["35F9.1 is no reason for FileTimestamp"]
