"""Whether every run.json of a folder was measured, with its goldens passed.

    python -m tests.android_demo.runs_passed FOLDER

It does not ask for validity: an emulator is no place for figures."""

import sys
from pathlib import Path

from mobilec.benchmarking.run_file import read_run


def failures(folder: Path) -> list[str]:
    """In words, what went wrong in which document; one line where there is none at all."""
    files = sorted(folder.rglob("*.json"))
    if not files:
        return [f"{folder} has no run.json"]
    return [f"{file}: {why}" for file in files if (why := _failure(file))]


def _failure(file: Path) -> str:
    run = read_run(file)
    if run.measured is None:
        return run.error or "it was not measured"
    if run.goldens is None or not run.goldens.passed:
        return f"goldens: {run.goldens}"
    return ""


if __name__ == "__main__":
    sys.exit("\n".join(failures(Path(sys.argv[1]))))
