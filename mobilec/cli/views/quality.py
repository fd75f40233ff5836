"""The table of metrics: every program beside the float model."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from exporters.bundle.manifest import Quality
    from mobilec.compression.plan.report import Quality as Compared
    from mobilec.evaluation.evaluate import EvaluateResult

FLOAT = "PyTorch, float32"
AGREEMENT = "agreement"
"""The share of PyTorch's labels, or tokens, that a program repeats."""


def evaluated_parts(result: "EvaluateResult") -> Iterator[RenderableType]:
    """Of `mobilec evaluate`: one row a format, the float model last where it was there."""
    rows = {name: dict(values) for name, values in result.scores.items()}
    for name, share in result.agreement.items():
        rows[name][AGREEMENT] = share
    if result.reference is not None:
        rows[FLOAT] = {**result.reference, AGREEMENT: 1.0}
    yield _table(rows, f"{result.rows} rows of {result.data_name}")
    yield from _signatures(result.signatures)
    if any(result.cut.values()):
        yield Text(_cut(result), style="yellow")
    if result.reference_note:
        yield result.reference_note


def exported_parts(quality: tuple["Quality", ...]) -> Iterator[RenderableType]:
    """Of a manifest: the same rows from what the export measured. ``quality`` is not empty."""
    rows: dict[str, dict[str, float]] = {}
    for entry in quality:
        rows.setdefault(entry.format, {})[entry.metric] = entry.exported_value
    rows[FLOAT] = {entry.metric: entry.float_value for entry in quality}
    yield _table(rows, f"{quality[0].rows} rows of {quality[0].data}")
    yield from _signatures({entry.metric: entry.signature for entry in quality})


def compressed_parts(quality: "Compared") -> Iterator[RenderableType]:
    """Of `mobilec compress`: the model before and after."""
    rows = {"as it was": quality.before, "compressed": quality.after}
    yield _table(rows, f"{quality.rows} rows of {quality.data}")
    yield from _signatures(quality.signatures)


def _cut(result: "EvaluateResult") -> str:
    """How many rows no program had room for; of several formats each, where they differ."""
    counts = result.cut
    each = [f"{count} of {result.rows} rows ({name})" for name, count in counts.items() if count]
    same = len(set(counts.values())) == 1
    said = f"{max(counts.values())} of {result.rows} rows" if same else ", ".join(each)
    return (
        f"{said} were cut for want of room; export with a larger --max-length, or of a translator "
        "--max-target, if that is not meant"
    )


def _signatures(signatures: Mapping[str, str]) -> Iterator[Text]:
    """How a metric was computed: without it its figure says nothing."""
    for metric, signature in signatures.items():
        if signature:
            yield Text(f"{metric}: {signature}", style="dim")


def _table(rows: Mapping[str, Mapping[str, float]], title: str) -> Table:
    table = Table(title, box=None, pad_edge=False)
    metrics = list(dict.fromkeys(metric for values in rows.values() for metric in values))
    for metric in metrics:
        table.add_column(metric, justify="right")
    places = {metric: _places(rows, metric) for metric in metrics}
    for name, values in rows.items():
        cells = (f"{values[m]:.{places[m]}f}" if m in values else "" for m in metrics)
        table.add_row(name, *cells)
    return table


def _places(rows: Mapping[str, Mapping[str, float]], metric: str) -> int:
    """Shares have four places; points of 100 have two."""
    return 2 if any(values.get(metric, 0) > 1 for values in rows.values()) else 4
