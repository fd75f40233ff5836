"""The Swift sources, those for Apple's systems included, hold to grammar, types and form.

Types of what only Apple's systems have are those of ios_demo/StandIns: written by hand after
Apple's documentation, not Apple's own.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.ios_demo import package
from tests.ios_demo.toolchain import ROOT, Swift
from tests.test_imports import LONGEST_FILE, NAMELESS

FOLDERS = package.folders()
SOURCES = [file for files in FOLDERS.values() for file in files]
SPOILT = (
    "import SwiftUI\n#if canImport(CoreML)\nstruct Half {\n    func more( -> Int { 1 }\n}\n#endif\n"
)
ODD = "struct  Odd{ var  one:Int }\n"
_PUBLIC = re.compile(
    r"\bpublic (?:\w+ )*?(?:struct|class|enum|protocol|actor|func|var|let|typealias) (\w+)"
)
_IMPORT = re.compile(r"^\s*(?:@\w+ )*import (?:\w+ )?(\w+)", re.MULTILINE)
CORE_MAY_IMPORT = {
    *("Foundation", "Dispatch", "Darwin", "Glibc", "Synchronization"),
    *("CryptoKit", "Accelerate"),
}
"""The standard library and the system's C library: nothing of a phone or of a runtime. The last two
are of all Apple's systems, and the core has code of its own where they are not."""
XCODE_ALONE = {"PerformanceTests"}
"""Tests that run in the app, on a phone: no target of the package."""
LIBRARY = {"Mobilec", "MobilecCoreML", "MobilecExecuTorch", "MobilecBenchmark"}
"""Products for other packages."""
ON_A_DEVICE = ("PerformanceTests", "CoreMLTests")
"""Tests of what Apple's systems alone have."""
LONG_FOR_A_REASON = {"Tables.swift": "tables of characters, made by a program"}


@pytest.fixture(scope="module")
def described(swift: Swift) -> dict:
    ran = package.described(swift)
    assert ran.status == 0, ran.words
    return json.loads(ran.words[ran.words.index("{") :])


def test_there_is_something_to_hold() -> None:
    assert {"Sources/Mobilec", "Sources/MobilecApp", "Tests/MobilecTests"} <= set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_grammatical(swift: Swift, folder: str) -> None:
    ran = package.parsed(swift, *FOLDERS[folder])
    assert ran.status == 0, ran.words


def test_a_file_for_apple_alone_that_is_not_is_found(swift: Swift) -> None:
    file = _spoilt("Half.swift", SPOILT)
    try:
        ran = package.parsed(swift, file)
    finally:
        file.unlink()
    assert ran.status != 0 and "Half.swift:4" in ran.words


def test_the_form_is_the_formatters(swift: Swift) -> None:
    ran = package.linted(swift, package.DEMO, ROOT / "Package.swift")
    assert ran.status == 0, ran.words[-6000:]


def test_another_form_is_found(swift: Swift) -> None:
    file = _spoilt("Odd.swift", ODD)
    try:
        ran = package.linted(swift, file)
    finally:
        file.unlink()
    assert ran.status != 0 and "Odd.swift:1" in ran.words


def _spoilt(name: str, content: str) -> Path:
    """Where Swift sees it: it knows this checkout and the folder of temporary files alone."""
    package.SCRATCH.mkdir(parents=True, exist_ok=True)
    file = package.SCRATCH / name
    file.write_text(content)
    return file


@pytest.fixture(scope="module")
def modules(swift: Swift, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, package.Ran]:
    """Where the package's modules lie, made beside stand-ins of Apple's, and what was said."""
    if sys.platform == "darwin":
        pytest.skip("Apple's own modules are here")
    folder = tmp_path_factory.mktemp("modules")
    return folder, package.checked(swift, folder)


def test_types_hold_beside_stand_ins_of_what_apple_has(modules: tuple[Path, package.Ran]) -> None:
    _, ran = modules
    assert ran.status == 0, ran.words[-6000:]


def test_the_sample_is_an_app_of_ones_own(swift: Swift, modules: tuple[Path, package.Ran]) -> None:
    ran = package.typed(swift, modules[0], *package.SAMPLE.glob("*.swift"), whole=True)
    assert ran.status == 0, ran.words[-6000:]


def test_the_lines_of_the_page_are_right(swift: Swift, modules: tuple[Path, package.Ran]) -> None:
    lines = _shown_lines((ROOT / "docs" / "ios.md").read_text(encoding="utf-8"))
    assert "import MobilecCoreML" in lines and len(lines) <= 10
    file = modules[0] / "main.swift"
    given = [f'let {name} = URL(fileURLWithPath: "/")' for name in ("folder", "caches")]
    file.write_text("\n".join([*given, *lines]) + "\n")
    ran = package.typed(swift, modules[0], file)
    assert ran.status == 0, ran.words[-6000:]
    file.write_text(file.read_text().replace("model.translate", "model.translated"))
    assert package.typed(swift, modules[0], file).status != 0, "a wrong name is found"


def _shown_lines(text: str) -> list[str]:
    """The indented block that imports the library."""
    blocks = re.split(r"\n\n(?=\S)", text)
    (own,) = [block for block in blocks if "\n    import MobilecCoreML\n" in f"\n{block}\n"]
    return [line.removeprefix("    ") for line in own.splitlines() if line.startswith("    ")]


def test_the_tests_for_a_mac_hold_beside_stand_ins_too(
    swift: Swift, modules: tuple[Path, package.Ran]
) -> None:
    """Those that ask Core ML itself, which no one runs here."""
    ran = package.typed(swift, modules[0], *FOLDERS["Tests/CoreMLTests"], whole=True)
    assert ran.status == 0, ran.words[-6000:]


def test_a_build_says_of_itself_what_it_is() -> None:
    """In one place, by what the compiler is told, for the app and for tests on a device: a word
    that stands somewhere else is not true of every build."""
    places = [package.DEMO / name for name in ("App", "Sources", "Tests")]
    own = [file for place in places[:2] for file in place.rglob("*.swift")]
    own += [file for name in ON_A_DEVICE for file in (places[2] / name).rglob("*.swift")]
    making = [file.name for file in own if "AppBuild(" in file.read_text(encoding="utf-8")]
    assert making == ["Running.swift"]
    running = (package.DEMO / "Sources/MobilecScreens/Running.swift").read_text(encoding="utf-8")
    assert re.search(r'#if DEBUG\s+let type = "debug"\s+#else\s+let type = "release"', running)


def test_the_library_is_the_apps_own_sources(swift: Swift, described: dict) -> None:
    """The package at the root, which others take, and that of the app: one graph of targets."""
    ran = package.described(swift, ROOT)
    assert ran.status == 0, ran.words
    library = json.loads(ran.words[ran.words.index("{") :])
    assert {each["name"] for each in library["products"]} == LIBRARY
    assert library["toolsVersion"] == described["toolsVersion"]
    assert library["platforms"] == described["platforms"]
    apps = {target["name"]: target for target in described["targets"]}
    for target in library["targets"]:
        name = target["name"]
        assert _dependencies(target) == _dependencies(apps[name]), name
        assert (ROOT / target["path"]).resolve() == package.DEMO / "Sources" / name
    assert {target["name"] for target in library["targets"]} >= LIBRARY


def test_names_of_the_library_are_its_own(described: dict) -> None:
    """One import is enough: an engine and the benchmark bring the core that they stand on."""
    for target in described["targets"]:
        if (name := target["name"]) in LIBRARY and _dependencies(target):
            file = package.DEMO / "Sources" / name / f"{name}.swift"
            exported = re.findall(r"^@_exported import (\w+)$", file.read_text(), re.MULTILINE)
            assert set(exported) == _dependencies(target)


def test_what_translates_brings_no_benchmark(described: dict) -> None:
    """Neither by what a target stands on, nor by a name that it offers."""
    named = {target["name"]: _dependencies(target) for target in described["targets"]}
    assert named["MobilecBenchmark"] == {"Mobilec"}
    for name in LIBRARY - {"MobilecBenchmark"}:
        assert _below(name, named).isdisjoint({"MobilecBenchmark"}), name
        for file in (package.DEMO / "Sources" / name).rglob("*.swift"):
            offered = _PUBLIC.findall(file.read_text(encoding="utf-8"))
            assert not [each for each in offered if "benchmark" in each.lower()], file.name
    benchmark = (package.BENCHMARK / "Benchmark.swift").read_text(encoding="utf-8")
    assert "benchmark" in _PUBLIC.findall(benchmark), "such a name is found"
    assert "MobilecBenchmark" in _below("MobilecApp", named), "so is a target further down"


def _below(name: str, named: dict[str, set[str]]) -> set[str]:
    """All that a target stands on."""
    return named[name].union(*(_below(each, named) for each in named[name] if each in named))


def test_files_are_short_and_named_after_what_they_hold() -> None:
    for file in SOURCES:
        name = file.relative_to(package.DEMO).as_posix()
        lines = len(file.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_FILE or file.name in LONG_FOR_A_REASON, f"{name}: {lines}"
        assert not {part.removesuffix(".swift").lower() for part in Path(name).parts} & NAMELESS


def test_no_two_files_of_a_target_have_one_name() -> None:
    """Which SwiftPM refuses, in words that do not say which files."""
    for folder in (*package.DEMO.glob("Sources/*"), *package.DEMO.glob("Tests/*")):
        names = Counter(file.name for file in folder.rglob("*.swift"))
        assert not [name for name, count in names.items() if count > 1], folder.name


def test_the_core_imports_nothing_of_a_phone() -> None:
    found = {
        f"{file.name} imports {module}"
        for file in package.CORE.rglob("*.swift")
        for module in _IMPORT.findall(file.read_text(encoding="utf-8"))
        if module not in CORE_MAY_IMPORT
    }
    assert not found


def test_what_a_file_imports_is_found() -> None:
    source = "import Foundation\n@preconcurrency import CoreML\n    import struct UIKit.Size\n"
    assert _IMPORT.findall(source) == ["Foundation", "CoreML", "UIKit"]


def test_the_package_is_for_swift_6_and_ios_17(described: dict) -> None:
    assert described["toolsVersion"]["_version"].startswith("6.")
    platforms = {each["platformName"]: each["version"] for each in described["platforms"]}
    assert platforms["ios"] == "17.0"
    assert described["dependencies"] == []


def test_the_core_stands_on_nothing(described: dict) -> None:
    targets = {target["name"]: target for target in described["targets"]}
    assert targets["Mobilec"]["dependencies"] == []


def test_every_folder_of_sources_is_a_target(described: dict) -> None:
    named = {target["name"] for target in described["targets"]}
    for place in ("Sources", "Tests"):
        folders = {folder.name for folder in (package.DEMO / place).iterdir() if folder.is_dir()}
        assert folders <= named | XCODE_ALONE, f"{place}: {folders - named}"


def test_a_target_imports_what_it_names(described: dict) -> None:
    """Of this package's own modules; SwiftPM lets one see more when it happens to be built."""
    named = {target["name"]: _dependencies(target) for target in described["targets"]}
    for name, may in named.items():
        place = "Tests" if name.endswith("Tests") else "Sources"
        for file in (package.DEMO / place / name).rglob("*.swift"):
            used = set(_IMPORT.findall(file.read_text(encoding="utf-8"))) & named.keys()
            assert used <= may, f"{file.name} of {name} imports {used - may}"


def _dependencies(target: dict) -> set[str]:
    kinds = ("byName", "target")
    return {each[kind][0] for each in target["dependencies"] for kind in kinds if kind in each}
