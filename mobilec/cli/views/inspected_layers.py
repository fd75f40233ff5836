"""What `mobilec inspect` shows of a compressed checkpoint: why latency falls less than bytes."""

from typing import TYPE_CHECKING

from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.inspecting.figures import CompressedLayers, Inspection


def layers_table(found: "Inspection") -> "Table":
    """A row for each set of layers that read one tensor."""
    title = "compressed layers, over the dense ones (int8, expected for one thread)"
    table = titled(title, "layers", "executed")
    for name in ("tokens", "bytes", "in a file", "multiply-adds", "time"):
        table.add_column(name, justify="right")
    table.add_column("why the time falls less than the bytes")
    for site in found.compressed:
        table.add_row(
            _named(site.paths),
            site.form,
            str(site.rows),
            *(f"{ratio:.2f}" for ratio in _ratios(site)),
            site.reason,
        )
    return table


def _ratios(site: "CompressedLayers") -> tuple[float, ...]:
    return site.stored, site.executed, site.multiply_adds, site.time


def _named(paths: tuple[str, ...]) -> str:
    """The first layer, and the last names of the others."""
    first, *others = paths
    return ", ".join((first, *(path.rpartition(".")[2] for path in others)))
