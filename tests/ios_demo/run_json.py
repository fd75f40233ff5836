"""The documents that the tests of the Swift core leave, held to what Python reads."""

from pathlib import Path

from exporters.errors import Refused
from mobilec.benchmarking.run import Note, Reason, Run
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.validity import notes, reasons

LEFT = {
    "cancelled.json",
    "compiled.json",
    "coreml-sentiment.json",
    "coreml-translation.json",
    "failed.json",
    "first-answer.json",
    "first-ever.json",
    "interrupted.json",
    "loaded-once.json",
    "not-finite.json",
    "sentiment.json",
    "sustained.json",
    "translation.json",
}
"""By BenchmarkTests.swift."""


def wrong(folder: Path) -> list[str]:
    """What Python says against the documents in ``folder``: one that is missing, breaks the schema
    or was judged otherwise in Swift."""
    missing = [f"{name} is missing" for name in sorted(LEFT - {p.name for p in folder.glob("*")})]
    return missing + [fault for path in sorted(folder.glob("*.json")) if (fault := _fault(path))]


def _fault(path: Path) -> str:
    try:
        run = read_run(path)
    except Refused as refused:
        return str(refused)
    if run.runner != "swift":
        return f"{path.name} is of the runner {run.runner}"
    swift, python = _codes(run.reasons), _codes(reasons(run))
    if swift != python or run.valid == bool(python):
        return f"{path.name} has the reasons {swift} in Swift and {python} in Python"
    swift, python = _codes(run.notes), _codes(notes(run))
    if swift != python:
        return f"{path.name} has the notes {swift} in Swift and {python} in Python"
    return _times(run, path)


def _codes(found: tuple[Reason | Note, ...]) -> list[str]:
    """Each once, as one language has a reason a sentence, and the other one for all."""
    return sorted({reason.code for reason in found})


def _times(run: Run, path: Path) -> str:
    """What must follow from the samples, computed anew."""
    for sentence in run.measured.sentences if run.measured else ():
        again = type(sentence.total_ms).of(sentence.total_ms.samples)
        if abs(again.statistics.p90 - sentence.total_ms.statistics.p90) > 1e-9:
            return f"{path.name} has other statistics than its samples in {sentence.name}"
    return ""
