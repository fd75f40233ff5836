"""The whole page in headless Chromium, with both shipped bundles, and what it leaves."""

import subprocess
import warnings
from pathlib import Path

import pytest

from mobilec.benchmarking.run_file import read_run
from tests.web_demo import npm, page
from tests.web_demo.npm import Case

DOCUMENTS = ("quick-translation", "quick-sentiment", "two-threads", "cancelled", "hidden")
Ran = tuple[subprocess.CompletedProcess[str], list[Case], Path]


def files() -> list[str]:
    """The files of tests, as reports name them; pictures are made by a command."""
    found = (file.relative_to(npm.DEMO).as_posix() for file in npm.DEMO.glob("e2e/*.e2e.ts"))
    return sorted(name for name in found if "pictures" not in name)


@pytest.fixture(scope="module")
def ran(node: None, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Once for all tests of this file."""
    folder = tmp_path_factory.mktemp("browser")
    runs = folder / "runs"
    runs.mkdir()
    report = folder / "report.json"
    done = page.tests(report, runs)
    assert report.is_file(), f"Vitest wrote no report; it said:\n{done.stdout}{done.stderr}"
    return done, list(npm.cases(report)), runs


@pytest.mark.parametrize("file", files())
def test_every_test_of_a_file_passes(ran: Ran, file: str) -> None:
    done, cases, _ = ran
    own = [case for case in cases if case.name.partition(":")[0] == file]
    assert own, f"{file} did not run; Vitest said:\n{done.stdout[-6000:]}"
    failed = [f"{case.name}\n{case.words}" for case in own if case.ended == "failed"]
    assert not failed, "\n\n".join(failed)
    for case in own:
        if case.ended != "passed":
            warnings.warn(f"not run: {case.name}", stacklevel=1)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_the_page_measured_is_a_document_of_the_schema(ran: Ran, name: str) -> None:
    run = read_run(ran[2] / f"{name}.json")
    assert run.runner == "typescript" and run.device.kind == "web"
    assert run.variant.engine == "onnx" and run.variant.provider == "wasm"
