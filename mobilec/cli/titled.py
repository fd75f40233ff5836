"""Tables whose titles and cells come from files."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def titled(title: str, *columns: str) -> "Table":
    """A table under a title, which rich reads no styles in."""
    from rich.markup import escape
    from rich.table import Table

    return Table(*columns, title=escape(title), title_justify="left", box=None, pad_edge=False)


def add_row_(table: "Table", *cells: str) -> None:
    """Names come from files: a bracket in one is a bracket, not a style of rich."""
    from rich.markup import escape

    table.add_row(*map(escape, cells))
