"""The page's types, form and unit tests: every test of Vitest's is seen here."""

import subprocess
import warnings

import pytest

from tests.bundles import BUILD, bundles
from tests.conftest import SAID
from tests.fixtures import tokenizers
from tests.web_demo import npm
from tests.web_demo.npm import Case

Ran = tuple[subprocess.CompletedProcess[str], list[Case]]


@pytest.fixture(scope="module")
def ran(node: None, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Once for all tests of this file."""
    bundles("phone")
    tokenizers.main(BUILD / "fixtures" / "tokenizers")
    report = tmp_path_factory.mktemp("vitest") / "report.json"
    done = npm.vitest(report)
    return done, list(npm.cases(report))


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
