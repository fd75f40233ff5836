"""What `mobilec inspect` shows of a file with several methods: a translator's."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from rich.table import Table

    from exporters.runtime import RowTable
    from mobilec.inspecting.figures import InspectedFile

Tensor = tuple[str, str, tuple[int | None, ...]]
_NUMBERED = re.compile(r"(.+_)(\d+)")


def methods_table(file: "InspectedFile") -> "Table":
    """A row a method: what goes in, what comes out, and what it keeps."""
    columns = ("method", "inputs", "outputs", "states")
    table = titled(f"{file.name}: methods", *columns)
    for heading in ("arena", "delegate calls"):
        table.add_column(heading, justify="right")
    for method in file.reading.methods:
        figures = (method.arena_bytes, method.delegate_calls)
        table.add_row(
            method.name,
            *(listed(tensors) for tensors in (method.inputs, method.outputs, method.states)),
            *("" if figure is None else f"{figure:,}" for figure in figures),
        )
    return table


def row_tables(file: "InspectedFile") -> "Table":
    """A row a table that the caller of the file reads in its bytes."""
    title = f"{file.name}: tables whose rows the caller looks up in the file"
    table = titled(title, "table", "rows", "dtype", "goes into")
    for heading in ("at byte", "scales at byte"):
        table.add_column(heading, justify="right")
    for entry in file.reading.row_tables:
        table.add_row(
            entry.name,
            f"{entry.rows} x {entry.width}{_place(entry)}",
            entry.dtype,
            ", ".join(f"{given.method} {given.name}" for given in entry.inputs),
            f"{entry.offset:,}",
            "" if entry.scales_offset is None else f"{entry.scales_offset:,}",
        )
    return table


def _place(table: "RowTable") -> str:
    """Of a band: its first word, and where its numbers go."""
    if not table.first and not table.column:
        return ""
    return f", words from {table.first}, into column {table.column}"


def again_table(file: "InspectedFile") -> "Table":
    """A row a constant that stands in the file once more on purpose, the largest first."""
    table = titled(f"{file.name}: stored once more on purpose", "constant", "why")
    table.add_column("bytes", justify="right")
    for entry in sorted(file.again, key=lambda again: -again.size_bytes):
        table.add_row(entry.name, entry.reason, f"{entry.size_bytes:,}")
    return table


def listed(tensors: Iterable[Tensor]) -> str:
    """A line a tensor; numbered ones of one shape are one line: key_0..5 float32 8 x 128 x 64."""
    groups: dict[tuple[str, str], list[str]] = {}
    for name, dtype, shape in tensors:
        numbered = _NUMBERED.fullmatch(name)
        sizes = " x ".join("?" if size is None else str(size) for size in shape)
        stem = numbered[1] if numbered else name
        groups.setdefault((stem, f"{dtype} {sizes}"), []).append(numbered[2] if numbered else "")
    return "\n".join(f"{stem}{_range(at)} {kind}" for (stem, kind), at in groups.items())


def _range(numbers: list[str]) -> str:
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]}..{numbers[-1]}"
