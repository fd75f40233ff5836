"""The workflow for macOS, which no test can run: its steps name what is there, and its own parts
work on what the tools of a Mac print."""

import json
import re
from pathlib import Path

import pytest
import yaml

from exporters.errors import Refused
from mobilec.benchmarking.run import Goldens
from mobilec.benchmarking.run_file import written
from mobilec.ios.layout import NAME
from tests.ios_demo import privacy, simulator
from tests.ios_demo.package import DEMO
from tests.ios_demo.toolchain import ROOT
from tests.mobilec.benchmarking.making import run

WORKFLOW = ROOT / ".github" / "workflows" / "ios.yml"
MANIFEST = DEMO / "App" / privacy.MANIFEST


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
    for module in re.findall(r"-m (tests\.\S+)", said):
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


def test_its_settings_are_those_of_the_project(steps: list[dict]) -> None:
    """The simulator's build leaves out the processor that ExecuTorch has no library for."""
    said = commands(steps)
    assert "ARCHS=arm64" in said
    assert said.count("CODE_SIGNING_ALLOWED=NO") == said.count("xcodebuild ") == 2


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
    assert len(privacy.faults(["_fstat"], bare)) == 1


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
