"""android_demo has two builds of one set of sources, and they agree."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.android_demo.api import LIBRARIES
from tests.android_demo.two_builds import POM, differences, gradle

DEMO = Path(__file__).parents[2] / "android_demo"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The build files alone, to be spoilt."""
    for name in ("settings.gradle.kts", "gradle/libs.versions.toml", "pom.xml"):
        _copy(DEMO / name, tmp_path / name)
    for module in gradle(DEMO).modules:
        for name in ("build.gradle.kts", "pom.xml"):
            _copy(DEMO / module / name, tmp_path / module / name)
    return tmp_path


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_builds_agree() -> None:
    assert differences(DEMO) == []


def test_every_module_has_the_sources_that_both_name() -> None:
    for module, folder in gradle(DEMO).sources.items():
        assert list((DEMO / module / folder).rglob("*.kt")), module


def test_the_runtime_that_an_engine_names_is_the_one_it_is_built_with() -> None:
    package = "dev/mobilec/engine/executorch/runtime.txt"
    named = DEMO / "engine-executorch" / "src" / "main" / "resources" / package
    assert named.read_text().strip() == gradle(DEMO).versions["executorch"]


def test_what_maven_fills_in_is_where_gradle_does_not_look() -> None:
    """Gradle copies resources of tests as they are, and its plugin writes a file of this name."""
    tests = DEMO / "app" / "src" / "test"
    filled = [file.name for file in (tests / "maven").rglob("*") if file.is_file()]
    assert filled == ["test_config.properties"]
    for file in (tests / "resources").rglob("*"):
        assert file.name not in filled
        assert file.is_dir() or "${" not in file.read_text(), file


def test_junits_platform_is_of_the_release_of_its_engine() -> None:
    versions = gradle(DEMO).versions
    assert versions["junit-platform"].split(".")[1:] == versions["junit-jupiter"].split(".")[1:]


SABOTAGE = {
    "a version in the catalog": (
        "gradle/libs.versions.toml",
        'kotlin = "',
        'kotlin = "0',
        "kotlin",
    ),
    "a version of one module": (
        "app/pom.xml",
        "<robolectric.version>",
        "<robolectric.version>0",
        "r",
    ),
    "a module that Maven lacks": ("pom.xml", "<module>engine-onnx</module>", "", "engine-onnx"),
    "a module that Gradle lacks": ("settings.gradle.kts", 'include(":core")', "", "core"),
    "another folder of sources": ("pom.xml", "src/main/kotlin", "src/kotlin", "src/kotlin"),
    "a library that Gradle lacks": (
        "core/build.gradle.kts",
        "api(libs.serialization.json)",
        "",
        "serialization",
    ),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_a_difference_is_named(demo: Path, what: str) -> None:
    file, old, new, word = SABOTAGE[what]
    _replaced(demo / file, old, new)
    assert any(word in found for found in differences(demo)), differences(demo)


@pytest.mark.parametrize("library", LIBRARIES)
def test_both_builds_want_every_declaration_of_a_library_to_say_whether_it_is_public(
    library: str,
) -> None:
    assert "    explicitApi()\n" in (DEMO / library / "build.gradle.kts").read_text()
    pom = ElementTree.parse(DEMO / library / "pom.xml").getroot()
    compiled = "m:build/m:plugins/m:plugin/m:executions/m:execution[m:id='compile']"
    args = pom.iterfind(f"{compiled}/m:configuration/m:args/m:arg", POM)
    assert "-Xexplicit-api=strict" in [arg.text for arg in args]
