"""The workflow for macOS, which no test can run: its steps name what is there, and its own parts
work on what the tools of a Mac print."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from exporters.errors import Refused
from mobilec.benchmarking.run import Goldens
from mobilec.benchmarking.run_file import written
from mobilec.ios.layout import NAME
from tests.ios_demo import simulator
from tests.ios_demo.package import DEMO
from tests.ios_demo.toolchain import ROOT
from tests.ios_demo.xcodebuild import calls
from tests.mobilec.benchmarking.making import run

WORKFLOW = ROOT / ".github" / "workflows" / "ios.yml"


@pytest.fixture(scope="module")
def steps() -> list[dict]:
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    return job["steps"]


def commands(steps: list[dict]) -> str:
    return "\n".join(step.get("run", "") for step in steps)


def test_every_step_that_runs_has_an_end(steps: list[dict]) -> None:
    assert all("timeout-minutes" in step for step in steps if "run" in step)
    assert all("@v" in step["uses"] for step in steps if "uses" in step)


def test_what_it_calls_is_there(steps: list[dict]) -> None:
    said = commands(steps)
    for module in re.findall(r"-m (tests\.[\w.]+)", said):
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file() or (
            ROOT / module.replace(".", "/") / "__init__.py"
        ).is_file(), module
    for target in re.findall(r"^make (.+)$", said, re.MULTILINE):
        rules = (ROOT / "Makefile").read_text()
        assert all(re.search(rf"^.*\b{each}\b.*:", rules, re.MULTILINE) for each in target.split())
    for scheme in re.findall(r"-scheme (\S+)", said):
        assert (DEMO / f"{NAME}.xcodeproj/xcshareddata/xcschemes/{scheme}.xcscheme").is_file()
    for folder in re.findall(r"--package-path (\S+)", said):
        assert (ROOT / folder / "Package.swift").is_file()
    tests = re.findall(r"--(?:skip|filter) (\S+)", said)
    assert tests and all((DEMO / "Tests" / name).is_dir() for name in tests)


def test_what_xcode_is_asked_for(steps: list[dict]) -> None:
    """A simulator has the processor of the Mac: ExecuTorch has no library for another one. Nothing
    is signed, as nobody's team is there."""
    found = list(calls(commands(steps)))
    named = [(call.action, call.options["scheme"], call.options["destination"]) for call in found]
    assert named == [
        ("build", "MobilecDemo", "generic/platform=iOS Simulator"),
        ("test", "Core", "id=$simulator"),
        ("build", "MobilecDemo", "generic/platform=iOS"),
    ]
    simulated = {"ARCHS": "arm64", "ONLY_ACTIVE_ARCH": "YES"}
    for call in found:
        device = call.options["destination"] == "generic/platform=iOS"
        assert call.settings == {"CODE_SIGNING_ALLOWED": "NO"} | ({} if device else simulated)
        assert (call.options["project"], call.options["derivedDataPath"]) == (
            "$PROJECT",
            "$DERIVED",
        )
    environment = yaml.safe_load(WORKFLOW.read_text())["env"]
    assert (ROOT / environment["PROJECT"]).is_dir()
    assert "-scheme Core" in commands(steps) and "simulator=$(xcrun simctl" in commands(steps)


def test_the_tests_that_run_in_a_simulator_are_all_of_the_package() -> None:
    """All but those that a device farm runs in the app: the scheme names each target of tests."""
    scheme = DEMO / f"{NAME}.xcodeproj/xcshareddata/xcschemes/Core.xcscheme"
    action = ElementTree.parse(scheme).getroot().find("TestAction")
    assert action is not None
    tested = [
        each.attrib["BlueprintName"] for each in action.iterfind("Testables//BuildableReference")
    ]
    targets = re.findall(r"\.testTarget\(\s*name: \"(\w+)\"", (DEMO / "Package.swift").read_text())
    assert sorted(tested) == sorted(targets) and "CoreMLTests" in tested


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("xcodebuild -schema Core test", "-schema"),
        ("xcodebuild -scheme Core tests", "tests"),
        ("xcodebuild -scheme Core", "is to do"),
    ],
)
def test_what_xcodebuild_does_not_know_is_noticed(words: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        list(calls(f"cd x\n{words}\n"))


def test_results_are_uploaded_from_where_they_are_written(steps: list[dict]) -> None:
    (upload,) = [
        step for step in steps if step.get("uses", "").startswith("actions/upload-artifact")
    ]
    kept = upload["with"]["path"].split()
    written = [call.options.get("resultBundlePath") for call in calls(commands(steps))]
    assert upload["if"] == "always()" and set(filter(None, written)) <= set(kept)
    (out,) = re.findall(r"-m tests\.ios_demo\.simulator \\\s+\S+ (\S+)", commands(steps))
    assert out in kept


def test_the_newest_iphone_is_taken() -> None:
    runtime = "com.apple.CoreSimulator.SimRuntime"
    devices = {
        f"{runtime}.iOS-17-5": [{"name": "iPhone 15", "udid": "A"}],
        f"{runtime}.iOS-18-1": [
            {"name": "iPad Air", "udid": "B"},
            {"name": "iPhone 16", "udid": "C"},
        ],
        f"{runtime}.watchOS-11-1": [{"name": "iPhone-like", "udid": "D"}],
    }
    assert simulator.chosen({"devices": devices}) == "C"
    asked = [sys.executable, "-m", "tests.ios_demo.simulator"]
    listed = json.dumps({"devices": devices})
    said = subprocess.run(asked, input=listed, capture_output=True, text=True, cwd=ROOT, check=True)
    assert said.stdout == "C\n", "as the workflow asks for it"
    with pytest.raises(Refused, match="no simulator"):
        simulator.chosen({"devices": {}})


def test_the_app_knows_the_arguments() -> None:
    source = (DEMO / "Sources/MobilecBenchmark/Asked.swift").read_text()
    for word in simulator.arguments("sentiment", "coreml"):
        assert not word.startswith("--") or f'"{word}"' in source


def test_a_document_that_does_not_answer_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    assert simulator.fault(file) == "a.json was not written"
    file.write_text(written(run().to_json()))
    assert simulator.fault(file) == ""
    wrong = run(goldens=Goldens(False, 16, 3, 0.9, 0.25, None))
    file.write_text(json.dumps(wrong.to_json()))
    assert "goldens differ" in simulator.fault(file)
    failed = run(measured=None, goldens=None, exit_status=1, error="no such function")
    file.write_text(json.dumps(failed.to_json()))
    assert simulator.fault(file) == "a.json: no such function"
