"""A minute of mutants in every run of all tests, and that the judge sees what is bad."""

import os
import subprocess
import sys

import pytest

from tests.conftest import SAID
from tests.hostile.cases import Case
from tests.hostile.judge import (
    ACCEPTED,
    DEFECT,
    HUNG,
    RAW,
    REFUSED,
    RIGHT,
    SIGNAL,
    TRACEBACK,
    classed,
)
from tests.hostile.run import Ended
from tests.lowering.sources import ROOT

SECONDS = 60
WORDS = ("verify", "bundle")


def test_a_minute_of_mutants(record_property) -> None:
    """Others than the last time only where a minute makes more: --mutants goes on from there."""
    command = [sys.executable, "-m", "tests.hostile", "--seconds", str(SECONDS)]
    # Others use the machine at the same time: what never ends is found all the same.
    patient = os.environ | {"MOBILEC_HOSTILE_LIMIT_S": "180"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=patient)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    record_property(SAID, done.stdout)
    assert int(done.stdout.splitlines()[-1].split("|")[3]) > 0


@pytest.mark.parametrize(
    ("ended", "held", "expected"),
    [
        (Ended(1, 0, False, 0.1, "mobilec: x is damaged"), True, REFUSED),
        (Ended(0, 0, False, 0.1, "passed every check"), False, RIGHT),
        (Ended(0, 0, False, 0.1, "passed every check"), True, ACCEPTED),
        (Ended(1, 0, False, 0.1, "mobilec: mobilec has a defect: KeyError"), True, DEFECT),
        (Ended(1, 0, False, 0.1, "Traceback (most recent call last):"), True, TRACEBACK),
        (Ended(70, 0, False, 0.1, ""), True, TRACEBACK),
        (Ended(1, 0, False, 0.1, ""), True, TRACEBACK),
        (Ended(None, 6, False, 0.1, ""), True, SIGNAL),
        (Ended(None, 9, True, 20.0, ""), True, HUNG),
        (Ended(1, 0, False, 0.1, "mobilec: \x1b[31m"), True, RAW),
    ],
)
def test_what_is_bad_is_seen(ended: Ended, held: bool, expected: str) -> None:
    assert classed(ended, WORDS, Case((WORDS,), "manifest", held=held)) == expected


def test_verify_alone_must_refuse_what_only_it_can_know() -> None:
    case, well = Case((WORDS,), "limits", verified=True), Ended(0, 0, False, 0.1, "well")
    assert classed(well, WORDS, case) == ACCEPTED
    assert classed(well, ("inspect", "bundle"), case) == RIGHT
