"""What a search found, as a table: the dense model, then those that none beats."""

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from mobilec.searching.candidate import Figures
    from mobilec.searching.result import SearchResult


def searched_table(result: "SearchResult") -> Table:
    """One row for each of the front, the chosen one marked."""
    table = Table(box=None, pad_edge=False)
    table.add_column("trial", justify="right")
    for column in (result.headline, "MB", "time"):
        table.add_column(column, justify="right")
    table.add_column("recipe")
    table.add_row("", *_figures(result.dense), "none: the model as it is")
    by_number = {each.number: each for each in result.tried}
    for number in result.front:
        each = by_number[number]
        assert each.figures is not None
        taken = result.chosen is not None and result.chosen.number == number
        mark = "> " if taken else ""
        steps = ", ".join(_step(step) for step in each.steps)
        table.add_row(f"{mark}{number + 1}", *_figures(each.figures), Text(steps))
    return table


def _figures(figures: "Figures") -> tuple[str, str, str]:
    return f"{figures.score:.4g}", f"{figures.bytes / 1e6:.2f}", f"{figures.latency:.2f}"


def _step(step: dict[str, object]) -> str:
    keys = " ".join(f"{key} {value}" for key, value in step.items() if key != "method")
    return f"{step['method']} ({keys})" if keys else str(step["method"])
