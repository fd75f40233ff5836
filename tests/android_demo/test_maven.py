"""The Kotlin modules, compiled and tested by Maven, with real inference of both shipped bundles."""

import subprocess
import warnings
from pathlib import Path

import pytest

from mobilec.benchmarking.run_file import read_run
from tests.android_demo import maven
from tests.bundles import bundles
from tests.mobilec.benchmarking.adb import jvm

REASON = maven.lacking()
pytestmark = [pytest.mark.kotlin, pytest.mark.skipif(bool(REASON), reason=REASON)]


@pytest.fixture(scope="module")
def built() -> maven.Built:
    """Once for all tests of this file."""
    assert bundles("phone") == maven.BUNDLES
    return maven.build()


@pytest.mark.parametrize("module", maven.MODULES)
def test_every_test_of_a_module_passes(built: maven.Built, module: str) -> None:
    found = list(maven.cases(module))
    assert found, f"{module} has no reports; Maven said:\n{built.words}"
    failed = [f"{case.name}\n{case.failure}" for case in found if case.failure]
    assert not failed, "\n\n".join(failed)
    for case in found:
        if case.skipped:
            warnings.warn(f"not run: {case.name}: {case.skipped}", stacklevel=1)


def test_the_whole_build_passes(built: maven.Built) -> None:
    assert built.status == 0, built.words


def test_inference_was_not_skipped(built: maven.Built) -> None:
    found = list(maven.cases("engine-onnx"))
    assert found and not any(case.skipped for case in found), built.words


def test_the_executorch_engine_is_compiled(built: maven.Built) -> None:
    if not maven.has_executorch():
        pytest.skip("ExecuTorch's classes for Android were not fetched yet: make app brings them")
    assert "ExecutorchEngine.class" in maven.executorch_classes(), built.words


@pytest.mark.parametrize("bundle", ["translation", "sentiment"])
def test_a_run_of_the_jvm_holds_to_the_schema(bundle: str, tmp_path: Path) -> None:
    output = tmp_path / "run.json"
    java = jvm.command(tmp_path)
    words = [*java, str(maven.BUNDLES / bundle), str(output)]
    options = ["--runs", "3", "--seconds", "0", "--warmups", "1"]
    done = subprocess.run([*words, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "finished 0 run.json"
    run = read_run(output)
    assert run.runner == "kotlin"
    assert run.goldens is not None and run.goldens.passed
    assert run.measured is not None
    assert [len(s.total_ms.samples) for s in run.measured.sentences] == [3, 3, 3]


def test_a_bundle_that_was_changed_is_refused(tmp_path: Path) -> None:
    java = jvm.command(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    words = [*java, str(tmp_path), str(tmp_path / "run.json")]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 1
    assert "schema" in done.stderr
    assert not (tmp_path / "run.json").exists()
