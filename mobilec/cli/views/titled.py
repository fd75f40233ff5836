"""Tables under a title."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table


def titled(title: str, *columns: str) -> "Table":
    """A table without a frame; its title stands at the left."""
    from rich.table import Table

    return Table(*columns, title=title, title_justify="left", box=None, pad_edge=False)
