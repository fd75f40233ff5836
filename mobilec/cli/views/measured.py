"""What was measured: a row a variant, and what is to be known of each."""

from statistics import median
from typing import TYPE_CHECKING

from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.benchmarking.result import BenchResult
    from mobilec.benchmarking.run import Measured, Run


def measured_table(result: "BenchResult") -> "Table":
    """Medians; of several devices, which one."""
    columns = ("variant", "valid", "first load", "short", "middle", "longest", "spread", "peak MB")
    table = titled("Medians in milliseconds, text to text", *columns)
    for column in table.columns[2:]:
        column.justify = "right"
    for run in result.runs:
        table.add_row(_name(run), "yes" if run.valid else "no", *_figures(run.measured))
    return table


def _name(run: "Run") -> str:
    variant, browser = run.variant, run.device.browser
    setting = variant.compute_units or f"{variant.threads} thr."
    words = [variant.bundle, variant.engine, *filter(None, [variant.provider]), setting]
    if browser is not None:
        from mobilec.benchmarking.browser import name_of

        words += filter(None, [name_of(browser.brands, browser.user_agent), run.device.os])
    return ", ".join(words)


def _figures(measured: "Measured | None") -> tuple[str, ...]:
    if measured is None:
        return ("-",) * 6
    middle = measured.sentence("middle").total_ms.statistics
    peak = measured.memory.peak_with_swap_bytes
    return (
        f"{median(measured.load.cold_ms):.1f}" if measured.load.cold_ms else "-",
        *(f"{s.total_ms.statistics.p50:.2f}" for s in measured.sentences),
        f"{middle.spread:.0%}",
        f"{peak / 1e6:.0f}" if peak else "-",
    )


def measured_notes(result: "BenchResult") -> list[str]:
    """Why a run is not valid, and what else is to be known of it, a line each."""
    invalid = [
        f"not valid: {run.variant.bundle}, {run.variant.engine}: {reason.message}"
        for run in result.runs
        for reason in run.reasons
    ]
    noted = [
        f"note: {run.variant.bundle}, {run.variant.engine}: {note.message}"
        for run in result.runs
        for note in run.notes
    ]
    skipped = [f"left out: {why}" for why in result.left_out]
    failed = [f"failed: {variant}: {why}" for variant, why in result.failures.items()]
    return [*invalid, *noted, *skipped, *failed]
