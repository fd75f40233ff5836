"""One release of each runtime wherever it is pinned, and how far it may be from what exports."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from exporters.onnx.run import OLDEST_RUNTIME
from mobilec.android import pins
from mobilec.android.app import read_app
from mobilec.ios.layout import Project
from tests.android_demo.two_builds import POM

ROOT = Path(__file__).parents[1]
ANDROID, IOS = ROOT / "android_demo", ROOT / "ios_demo"
EXPORTS = dict(re.findall(r"^([\w-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.M))
"""What makes programs, and runs them on this machine."""


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def of_one_minor_release(exports: str, runs: str) -> bool:
    """ExecuTorch's libraries for phones are released apart from what exports, and not each time, so
    the last number may differ; no other minor release was tried."""
    return numbers(exports)[:2] == numbers(runs)[:2]


def has_the_operators(exports: str, runs: str) -> bool:
    """What a file of ONNX needs follows from its opset: the oldest release with all of that is
    enough, and none is taken that is newer than the one that the file was checked with."""
    return OLDEST_RUNTIME <= numbers(runs)[:2] <= numbers(exports)[:2]


def pom(name: str) -> str:
    root = ElementTree.parse(ANDROID / "pom.xml").getroot()
    return root.findtext(f"m:properties/m:{name}.version", "", POM)


def catalog(name: str) -> str:
    text = (ANDROID / "gradle" / "libs.versions.toml").read_text()
    return str(tomllib.loads(text)["versions"][name])


def engine(*path: str) -> str:
    found = re.search(r'version = "([^"]+)"', (IOS / "Sources").joinpath(*path).read_text())
    assert found is not None
    return found[1]


SAID = ANDROID / "engine-executorch/src/main/resources/dev/mobilec/engine/executorch/runtime.txt"
SWIFT = Project(IOS).executorch or ""
PINS = {
    "Gradle's ExecuTorch": ("executorch", of_one_minor_release, catalog("executorch")),
    "Maven's ExecuTorch": ("executorch", of_one_minor_release, pom("executorch")),
    "mobilec's ExecuTorch": ("executorch", of_one_minor_release, pins.EXECUTORCH.version),
    "what the Android app says": ("executorch", of_one_minor_release, SAID.read_text().strip()),
    "the app's Swift package": ("executorch", of_one_minor_release, SWIFT),
    "the root's Swift package": (
        "executorch",
        of_one_minor_release,
        Project(ROOT).executorch or "",
    ),
    "what the iOS app says": (
        "executorch",
        of_one_minor_release,
        engine("MobilecExecuTorch", "ExecuTorchEngine.swift"),
    ),
    "Gradle's ONNX Runtime": ("onnxruntime", has_the_operators, catalog("onnxruntime")),
    "Maven's ONNX Runtime": ("onnxruntime", has_the_operators, pom("onnxruntime")),
    "mobilec's ONNX Runtime": ("onnxruntime", has_the_operators, pins.ONNXRUNTIME.version),
}
"""Where a version stands: of which package, how it may differ from the exporter's, which it is."""


@pytest.mark.parametrize("where", PINS)
def test_a_pin_is_one_that_runs_what_is_exported(where):
    package, may, version = PINS[where]
    assert may(EXPORTS[package], version), f"{where} is {version}, and {EXPORTS[package]} exports"


def on_ios(where: str) -> bool:
    return "Swift" in where or "iOS" in where


def test_an_app_has_one_version_of_a_runtime_wherever_it_stands():
    found = {(package, on_ios(at), version) for at, (package, _, version) in PINS.items()}
    apps = [("executorch", False), ("executorch", True), ("onnxruntime", False)]
    assert sorted((package, ios) for package, ios, _ in found) == apps


@pytest.mark.parametrize(
    ("may", "exports", "right", "wrong"),
    [
        (of_one_minor_release, "1.4.1", ["1.4.0", "1.4.2"], ["1.3.1", "1.5.0", "2.4.1"]),
        (has_the_operators, "1.31.1", ["1.23.0", "1.31.2"], ["1.22.9", "1.32.0", "2.0.0"]),
    ],
)
def test_what_may_differ(may, exports, right, wrong):
    assert [version for version in [*right, *wrong] if may(exports, version)] == right


def test_what_is_built_without_gradle_is_what_gradle_builds():
    app = read_app(ANDROID)
    for name, pin in {"executorch": pins.EXECUTORCH, "onnx": pins.ONNXRUNTIME}.items():
        runtime = app.runtime(name)
        assert runtime is not None
        assert ":".join(runtime) == pin.coordinate


def test_the_ranges_of_the_package_hold_what_was_tried():
    ranges = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [each for extra in ranges["optional-dependencies"].values() for each in extra]
    for package in ("executorch", "onnxruntime", "coremltools"):
        (least, below) = next(
            re.findall(r"[\d.]+", each.removeprefix(package))
            for each in wanted
            if re.match(rf"{package}>=", each)
        )
        assert numbers(least) <= numbers(EXPORTS[package]) < numbers(below)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("android.md", f"`{pins.EXECUTORCH.coordinate}` and `{pins.ONNXRUNTIME.coordinate}`"),
        ("ios.md", f"`swiftpm-{SWIFT}`"),
    ],
)
def test_the_documents_name_these_versions(page, words):
    assert words in (ROOT / "docs" / page).read_text()
