"""The page's types, form and unit tests: every test of Vitest's is seen here."""

import subprocess
import warnings
from pathlib import Path

import pytest

from mobilec.benchmarking.join import joined
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.validity import judged
from tests.bundles import BUILD, bundles
from tests.conftest import SAID
from tests.fixtures import tokenizers
from tests.web_demo import npm
from tests.web_demo.npm import Case

Ran = tuple[subprocess.CompletedProcess[str], list[Case]]
RUNS = ("sentiment", "translation", "sustained", "stopped-timing", "failed")
"""What test/benchmark/Benchmark.test.ts measures."""


@pytest.fixture(scope="module")
def ran(node: None, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Once for all tests of this file."""
    bundles("phone")
    tokenizers.main(BUILD / "fixtures" / "tokenizers")
    folder = tmp_path_factory.mktemp("vitest")
    done = npm.vitest(folder / "report.json", folder / "runs")
    return done, list(npm.cases(folder / "report.json"))


@pytest.fixture(scope="module")
def runs(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what was measured."""
    return next(tmp_path_factory.getbasetemp().glob("vitest*/runs"))


def test_types_lint_and_form(node: None) -> None:
    done = npm.npm("run", "check")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize("file", npm.files())
def test_every_test_of_a_file_passes(ran: Ran, file: str) -> None:
    done, cases = ran
    own = [case for case in cases if case.name.partition(":")[0] == file]
    assert own, f"{file} did not run; Vitest said:\n{done.stdout[-6000:]}"
    failed = [f"{case.name}\n{case.words}" for case in own if case.ended == "failed"]
    assert not failed, "\n\n".join(failed)
    for case in own:
        if case.ended != "passed":
            warnings.warn(f"not run: {case.name}", stacklevel=1)


def test_nothing_but_the_tests_failed(ran: Ran, record_property) -> None:
    """Such as a promise that was rejected after the last one."""
    done, cases = ran
    if not any(case.ended == "failed" for case in cases):
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    ends = [case.ended for case in cases]
    record_property(SAID, ", ".join(f"{ends.count(end)} {end}" for end in sorted(set(ends))))


def test_the_shipped_bundles_were_asked(ran: Ran) -> None:
    """What has no bundle here is skipped by Vitest; these were made before it was called."""
    _, cases = ran
    asked = [case for case in cases if case.name.startswith("test/goldens/Shipped.test.ts")]
    assert asked and all(case.ended == "passed" for case in asked), asked


@pytest.mark.parametrize("name", RUNS)
def test_what_is_measured_holds_to_the_schema_and_is_judged_as_here(runs: Path, name: str) -> None:
    run = read_run(runs / f"{name}.json")
    assert run.device.kind == "web" and run.runner == "typescript"
    here = judged(run)
    assert {reason.code for reason in run.reasons} == {reason.code for reason in here.reasons}
    assert run.notes == here.notes


def test_what_several_workers_measured_is_one_run(runs: Path) -> None:
    one = read_run(runs / "sentiment.json")
    whole = joined([one, one, one])
    assert whole.measured is not None and one.measured is not None
    assert len(whole.measured.load.first_answer_ms) == 3
    assert whole.measured.load.compile_ms == one.measured.load.compile_ms
    assert whole.measured.sentence("short").warmed == one.measured.sentence("short").warmed
