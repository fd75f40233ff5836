"""What a compression came to: the figures that a person asks for, and the file they stay in."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mobilec.compressed.record import Record
from mobilec.compression.plan.costs import Expected, Totals, expected
from mobilec.compression.plan.steps import AppliedStep
from mobilec.evaluation.pytorch import Measured
from mobilec.evaluation.rows import data_name

NAME = "compression-report.json"


@dataclass(frozen=True)
class Quality:
    """The model on ``data`` before the first step and after the last, by metric.

    ``signatures``: how a metric was computed, where it has settings.
    """

    data: str
    rows: int
    headline: str
    before: dict[str, float]
    after: dict[str, float]
    signatures: dict[str, str]


@dataclass(frozen=True)
class CompressResult:
    """The smaller checkpoint that was written.

    ``before``, ``after``: of the whole model. ``quality``: None without evaluation data.
    """

    folder: Path
    record: Record
    before: Totals
    steps: tuple[AppliedStep, ...]
    quality: Quality | None
    seconds: dict[str, float]

    @property
    def after(self) -> Totals:
        return self.steps[-1].after

    @property
    def expected(self) -> Expected:
        return expected(self.before, self.after)

    def to_json(self) -> dict[str, Any]:
        """All figures; what the steps did to each layer stands in the record beside it."""
        return {
            "folder": str(self.folder),
            "source": asdict(self.record.source),
            "before": asdict(self.before),
            "after": asdict(self.after),
            "expected": asdict(self.expected),
            "steps": [asdict(step) for step in self.steps],
            "quality": self.quality and asdict(self.quality),
            "seconds": self.seconds,
        }


def quality(data: Path, before: Measured, after: Measured) -> Quality:
    """Two measurements of one kind on the same data."""
    return Quality(
        data=data_name(data),
        rows=after.rows,
        headline=after.headline,
        before=dict(before.score.values),
        after=dict(after.score.values),
        signatures=dict(after.score.signatures),
    )


def write_report(result: CompressResult, folder: Path) -> None:
    """Writes the figures into ``folder``, without its name, which is not its last one yet."""
    document = {k: v for k, v in result.to_json().items() if k != "folder"}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")
