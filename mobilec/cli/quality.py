"""The table of accuracy and F1: every program beside the float model."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from exporters.bundle.manifest import Quality
    from mobilec.evaluation.evaluate import EvaluateResult

FLOAT = "PyTorch, float32"

METRICS = ("accuracy", "f1")


def evaluated_table(result: "EvaluateResult") -> Table:
    """Of `mobilec evaluate`: one row a format, the float model last where it was there."""
    rows = {name: {"accuracy": s.accuracy, "f1": s.f1} for name, s in result.scores.items()}
    if result.reference is not None:
        rows[FLOAT] = {"accuracy": result.reference.accuracy, "f1": result.reference.f1}
    return _table(rows, f"{result.rows} rows of {result.data.name}")


def exported_table(quality: tuple["Quality", ...]) -> Table:
    """Of a manifest: the same rows from what the export measured. ``quality`` is not empty."""
    rows: dict[str, dict[str, float]] = {}
    for entry in quality:
        rows.setdefault(entry.format, {})[entry.metric] = entry.exported_value
    rows[FLOAT] = {entry.metric: entry.float_value for entry in quality}
    return _table(rows, f"{quality[0].rows} rows of {quality[0].data}")


def _table(rows: Mapping[str, Mapping[str, float]], title: str) -> Table:
    table = Table(title, box=None, pad_edge=False)
    for metric in METRICS:
        table.add_column(metric, justify="right")
    for name, values in rows.items():
        table.add_row(name, *(f"{values[metric]:.4f}" for metric in METRICS))
    return table
