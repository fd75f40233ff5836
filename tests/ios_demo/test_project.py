"""The checked-in Xcode project is whole, and what project.yml, Package.swift and the files say."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from mobilec.ios.build import APP_ID_SETTING
from mobilec.ios.layout import APP_ID
from mobilec.ios.tools import OLDEST_XCODE
from tests.ios_demo.project import Project, faults

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "ios_demo"
PBXPROJ = "MobilecDemo.xcodeproj/project.pbxproj"
PARTS = ("App", "Config", "MobilecDemo.xcodeproj", "Tests/PerformanceTests")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All that the project consists of, to be spoilt."""
    for name in PARTS:
        shutil.copytree(
            DEMO / name, tmp_path / name, ignore=lambda folder, _: bundles(Path(folder))
        )
    for name in ("project.yml", "Package.swift"):
        shutil.copyfile(DEMO / name, tmp_path / name)
    return tmp_path


def bundles(folder: Path) -> list[str]:
    """Folders of models, which are large and no part of the project."""
    return [each.name for each in folder.iterdir() if folder.name == "Bundles" and each.is_dir()]


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_project_is_what_describes_it() -> None:
    assert faults(Project(DEMO)) == []


def test_the_app_carries_its_bundles_and_its_words() -> None:
    project = Project(DEMO)
    carried = {str(path) for path in project.built(project.targets()["MobilecDemo"])}
    assert {"App/Bundles", "App/Localizable.xcstrings", "App/PrivacyInfo.xcprivacy"} <= carried


def test_a_copy_has_no_faults(copy: Path) -> None:
    assert faults(Project(copy)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (PBXPROJ, "path = MobilecDemoApp.swift", "path = Other.swift", "App/Other.swift is in the"),
        (PBXPROJ, 'PRODUCT_BUNDLE_IDENTIFIER = "$(MOBILEC_APP_ID)";', "", "PRODUCT_BUNDLE_IDENTI"),
        (PBXPROJ, "MOBILEC_APP_ID = dev.mobilec.demo;", "", "MOBILEC_APP_ID of the project"),
        (PBXPROJ, "productName = MobilecApp", "productName = Other", "the project takes the prod"),
        (PBXPROJ, "relativePath = .", "relativePath = ..", "the project takes the packages"),
        ("Package.swift", '"MobilecApp", targets', '"Other", targets', "Package.swift has no prod"),
        ("Package.swift", 'name: "ScreensTests"', 'name: "Other"', "the scheme Core names Screens"),
        ("project.yml", "MARKETING_VERSION: 0.1.0", "MARKETING_VERSION: 0.2.0", "MARKETING_VERS"),
        ("project.yml", "  Core:", "  Other:", "the project has the schemes"),
        ("App/Info.plist", "</dict>", "", "App/Info.plist cannot be read"),
    ],
)
def test_what_differs_is_told(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    replace(copy / file, old, new)
    assert any(each.startswith(fault) for each in faults(Project(copy)))


def test_a_source_that_no_target_builds_is_told(copy: Path) -> None:
    (copy / "Tests/PerformanceTests/More.swift").write_text("import XCTest\n")
    told = "Tests/PerformanceTests/More.swift is 0 times in PerformanceTests"
    assert faults(Project(copy)) == [told]


def test_a_dangling_reference_and_a_double_identifier_are_told(copy: Path) -> None:
    text = (copy / PBXPROJ).read_text()
    line = re.search(r"^\t\t([0-9A-F]{24}) /\* Bundles \*/ = .*\n", text, re.MULTILINE)
    assert line
    (copy / PBXPROJ).write_text(text.replace(line[0], line[0] * 2))
    assert faults(Project(copy)) == [f"{line[1]} is declared 2 times"]
    (copy / PBXPROJ).write_text(text.replace(line[0], line[0].replace(line[1], "0" * 24)))
    # Whatever is missing else, the reference itself is named.
    with pytest.raises(KeyError, match=line[1]):
        faults(Project(copy))


def test_the_version_is_mobilecs() -> None:
    project = Project(DEMO)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert project.description["settings"]["base"]["MARKETING_VERSION"] == version


def test_an_app_and_its_tests_have_two_names_whatever_the_app_is_called() -> None:
    """The only setting that `mobilec bench --app-id` changes is one of the whole project."""
    project = Project(DEMO)
    names = {
        name: settings["PRODUCT_BUNDLE_IDENTIFIER"]
        for name, target in project.targets().items()
        for settings in project.settings(target).values()
    }
    setting = f"$({APP_ID_SETTING})"
    assert names == {"MobilecDemo": setting, "PerformanceTests": f"{setting}.performance"}
    (root,) = project.of("PBXProject").values()
    values = {settings[APP_ID_SETTING] for settings in project.settings(root).values()}
    assert values == {APP_ID}


def test_the_xcode_that_is_asked_for_reads_the_project() -> None:
    """Formats of projects and packages to the first Xcode that has them."""
    project = Project(DEMO)
    assert "objectVersion = 77;" in project.text and OLDEST_XCODE >= 16
    assert project.package.startswith("// swift-tools-version: 6.0") and OLDEST_XCODE >= 16
    assert project.description["options"]["xcodeVersion"].startswith(str(OLDEST_XCODE))
    for document in ("docs/benchmarking.md", "docs/ios.md", "ios_demo/README.md"):
        told = re.findall(r"Xcode (\d+)", (ROOT / document).read_text())
        assert all(int(version) >= OLDEST_XCODE for version in told), document


def test_the_team_that_signs_is_nobodys() -> None:
    project = Project(DEMO)
    assert "DEVELOPMENT_TEAM" not in project.text
    assert "/ios_demo/Local.xcconfig" in (ROOT / ".gitignore").read_text().split()
    assert '#include? "../Local.xcconfig"' in (DEMO / "Config/Signing.xcconfig").read_text()
