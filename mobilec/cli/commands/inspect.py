"""`mobilec inspect`: where did every byte and every operator go?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from exporters.errors import Refused
from mobilec.cli.lists import words
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show
from mobilec.cli.views.counts import places_table
from mobilec.cli.views.inspected_layers import layers_table
from mobilec.cli.views.inspected_methods import again_table, methods_table, row_tables
from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from exporters.progress import Progress
    from mobilec.benchmarking.counting.where import Where
    from mobilec.inspecting.figures import InspectedFile, Inspection

SHOWN = 10
"""Rows of a table of tensors; --json has all."""


def inspect(
    path: Annotated[
        Path,
        typer.Argument(
            help="A .pte, .onnx or .mlpackage, a bundle, its manifest.json, or a checkpoint.",
            metavar="PATH",
        ),
    ],
    arm: Annotated[
        bool,
        typer.Option("--arm", help="Of a bundle: count where its instructions go on ARM, too."),
    ] = False,
    cpu: Annotated[
        str,
        typer.Option(
            help="With --arm: mobilec arm processors lists them.",
            metavar="NAME,...",
            show_default="one of each kind",
        ),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Shows where every byte and every operator went."""
    if cpu and not arm:
        raise typer.BadParameter("it is for emulated processors; add --arm", param_hint="--cpu")
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched() as progress:
            found = mobilec.inspect(path)
            places = _where(found, words(cpu), progress) if arm else ()
        document = found.to_json()
        if arm:
            document["arm"] = [place.to_json() for place in places]
        tables = (part for place in places for part in ("", places_table(place)))
        show(document, *_parts(found), *tables, as_json=as_json)


def _where(
    found: "Inspection", names: tuple[str, ...], progress: "Progress"
) -> "tuple[Where, ...]":
    from mobilec.benchmarking.counting.where import where

    if found.kind != "bundle":
        raise Refused(
            f"{found.path} is a {found.kind}; --arm runs a sentence of a bundle's goldens, so "
            "give the folder of a bundle"
        )
    return where(Path(found.path), names, progress)


def _parts(found: "Inspection") -> Iterator["RenderableType"]:
    yield _summary(found)
    if found.compressed:
        yield from ("", layers_table(found))
    for file in found.files:
        yield from ("", _dtypes(file))
        if file.reading.tensors:
            yield from ("", _largest(file))
        if len(file.reading.methods) > 1:
            yield from ("", methods_table(file))
        if file.reading.row_tables:
            yield from ("", row_tables(file))
        if file.again:
            yield from ("", again_table(file))
        if file.duplicates:
            yield from ("", _duplicates(file))
        if file.outside:
            yield from ("", _outside(file))


def _summary(found: "Inspection") -> "Table":
    """A row a file: its bytes, and how much of its work the fast path does."""
    table = titled(f"{found.path} ({found.kind}, {found.size_bytes:,} bytes)", "file")
    for name in ("bytes", "constants", "bytes a parameter", "stored again"):
        table.add_column(name, justify="right")
    for name in ("operators inside", "multiply-adds inside", "arena", "delegate calls"):
        table.add_column(name, justify="right")
    for file in found.files:
        table.add_row(*_figures(file, found.bytes_per_parameter(file)))
    for other in found.others:
        table.add_row(other.name, f"{other.size_bytes:,}")
    return table


def _figures(file: "InspectedFile", bytes_per_parameter: float | None) -> Iterator[str]:
    methods = file.reading.methods
    yield file.name
    yield f"{file.reading.size_bytes:,}"
    yield f"{file.stored_bytes:,}"
    yield "" if bytes_per_parameter is None else f"{bytes_per_parameter:.3f}"
    yield f"{file.duplicate_bytes:,}"
    yield _percent(file.operators_inside)
    yield _percent(file.multiply_adds_inside)
    yield ", ".join(f"{m.arena_bytes:,}" for m in methods if m.arena_bytes is not None)
    yield ", ".join(str(m.delegate_calls) for m in methods if m.delegate_calls is not None)


def _dtypes(file: "InspectedFile") -> "Table":
    # As wide as the title, which rich would wrap to the width of the table.
    table = titled(file.name, "dtype".ljust(len(file.name)))
    table.add_column("bytes", justify="right")
    table.add_column("share", justify="right")
    for dtype, size_bytes in file.bytes_by_dtype.items():
        table.add_row(dtype, f"{size_bytes:,}", _percent(size_bytes / file.reading.size_bytes))
    return table


def _largest(file: "InspectedFile") -> "Table":
    count = len(file.reading.tensors)
    table = titled(
        f"the largest {min(SHOWN, count)} of {count} tensors", "tensor", "dtype", "shape"
    )
    table.add_column("bytes", justify="right")
    for tensor in file.largest(SHOWN):
        shape = " x ".join(map(str, tensor.shape))
        table.add_row(tensor.name, tensor.dtype, shape, f"{tensor.size_bytes:,}")
    return table


def _duplicates(file: "InspectedFile") -> "Table":
    table = titled(f"{file.name}: the same bytes, stored several times", "tensors")
    table.add_column("bytes each", justify="right")
    for group in file.duplicates[:SHOWN]:
        table.add_row(" = ".join(t.name for t in group), f"{group[0].size_bytes:,}")
    return table


def _outside(file: "InspectedFile") -> "Table":
    table = titled(
        f"{file.name}: operators outside the fast path", "method", "operator", "count", "why"
    )
    for use in file.outside:
        table.add_row(use.method, use.operator, str(use.count), use.reason)
    return table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
