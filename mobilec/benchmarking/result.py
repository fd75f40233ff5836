"""What a call of ``bench`` gives."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobilec.benchmarking.run import Run


@dataclass(frozen=True)
class BenchResult:
    """What was measured.

    ``files``: of the run.json documents, in the order of ``runs``. ``failures``: variant to why
    it has none; the others were measured all the same. ``left_out``: why programs that nobody asked
    for by name were not measured. ``interrupted``: somebody ended it before all was measured.
    """

    runs: tuple[Run, ...]
    files: tuple[Path, ...]
    failures: dict[str, str]
    left_out: tuple[str, ...] = ()
    interrupted: bool = False

    def to_json(self) -> dict[str, Any]:
        """The documents without their samples, which the files hold."""
        return {
            "files": [str(file) for file in self.files],
            "runs": [_without_samples(run.to_json()) for run in self.runs],
            "failures": self.failures,
            "left_out": list(self.left_out),
            "interrupted": self.interrupted,
        }


def _without_samples(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_samples(v) for k, v in value.items() if k != "samples"}
    if isinstance(value, list | tuple):
        return [_without_samples(item) for item in value]
    return value
