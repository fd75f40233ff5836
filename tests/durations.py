"""How long each file of tests took, in the order of which they are run.

    MOBILEC_DURATIONS=1 make test       # writes tests/durations.json

Seconds of one process of two, everything lowered afresh, on an AMD EPYC with AVX2 alone; of files
that were only measured on one with AVX512-VNNI, 2.4 times what that took.
"""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

FILE = Path(__file__).with_suffix(".json")
ASKED = "MOBILEC_DURATIONS"
LONG_S = 40
"""Of a file; what takes more is marked ``long``, and ``make quick`` leaves it out."""


def read() -> dict[str, float]:
    """File of tests, from the root, to seconds."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}


class Recorder:
    """A plugin of pytest that adds up what every test of a file took, fixtures and all."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid.partition("::")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        if os.environ.get(ASKED):
            written = read() | {file: round(s, 1) for file, s in self.seconds.items()}
            there = {f: s for f, s in written.items() if (FILE.parents[1] / f).is_file()}
            text = json.dumps(dict(sorted(there.items(), key=lambda row: -row[1])), indent=1)
            FILE.write_text(text + "\n", encoding="utf-8")
