"""What `mobilec export --dry-run` prints: the programs that would be written, and the steps."""

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table

from mobilec.cli.views.sizes import megabytes

if TYPE_CHECKING:
    from mobilec.exporting.plan import ExportPlan, PlannedFile


def plan_parts(plan: "ExportPlan") -> Group:
    """The model in a line, its programs in a table, the steps in a list."""
    head = f"{plan.model}: {plan.architecture}, {plan.task}, {plan.parameters:,} parameters"
    meanings = (f"{file.path}: {plan.precision} means {file.meaning}" for file in plan.files)
    steps = (f"  {number}. {step}" for number, step in enumerate(plan.steps, start=1))
    facts = (f"{name}: {value}" for name, value in plan.facts.items())
    end = "This is a plan: nothing was loaded, lowered or written."
    return Group(head, *facts, "", _programs(plan), "", *meanings, "", *steps, "", end)


def _programs(plan: "ExportPlan") -> Table:
    table = Table("file", "method", "input shape", box=None, pad_edge=False)
    table.add_column("expected MB", justify="right")
    for file in plan.files:
        for row, (name, shape) in enumerate(file.methods.items()):
            table.add_row(*_row(file, name, shape, first=row == 0))
    return table


def _row(file: "PlannedFile", method: str, shape: str, first: bool) -> tuple[str, ...]:
    """A file's own columns stand in its first row only: its methods share every weight."""
    if not first:
        return "", method, shape
    return file.path, method, shape, megabytes(file.expected_bytes)
