"""Where the rows of a table lie in a finished .pte, that it can say so itself.

XNNPACK multiplies by the table as it lies in the file, row by row, with the scales beside it. No
kernel of ExecuTorch can look rows up there: the bytes are the delegate's own. Equal bytes are
merged only in a .ptd file beside the .pte, and Android's ``Module.load`` takes one path and no
such file. So the caller looks up, alike on every platform, in the one file that it has mapped
anyway (benchmarks/README.md, "row tables").
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from mmap import mmap
from pathlib import Path

import numpy as np
from torch import nn

from exporters.capture.translation.rows import TakesRows, Tied, network_of
from exporters.errors import Refused
from exporters.executorch import interface
from exporters.executorch.contents import segments
from exporters.executorch.forms import Int8Weight
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.runtime import RowsInput, RowTable


@dataclass(frozen=True)
class Sought:
    """A table (rows, width) as the layer ``name`` multiplies by it, with scales (rows,) in int8.

    ``inputs``: who takes its rows, at ``column``. ``first``: of a band, the id of its first word.
    """

    name: str
    rows: np.ndarray
    scales: np.ndarray | None
    inputs: tuple[RowsInput, ...]
    column: int = 0
    first: int | None = None


def sought_tables(program: Program, precision: Precision) -> tuple[Sought, ...]:
    """The tables whose rows the methods of a program take, in the form that ``quantize`` gave."""
    takers: dict[Tied, list[RowsInput]] = defaultdict(list)
    for method in program.methods:
        if isinstance(method.module, TakesRows):
            given = RowsInput(method.name, method.inputs[0].name)
            for tied in method.module.tied:
                takers[replace(tied, method="", embedding="")].append(given)
    return tuple(
        _sought(tied, network_of(program.method(tied.output)), inputs, precision)
        for tied, inputs in takers.items()
    )


def _sought(
    tied: Tied, network: nn.Module, inputs: list[RowsInput], precision: Precision
) -> Sought:
    layer, place = network.get_submodule(tied.linear), (tuple(inputs), tied.column, tied.first)
    if isinstance(layer, Int8Weight):
        return Sought(tied.linear, layer.values.numpy(), layer.scales.numpy(), *place)
    assert isinstance(layer, nn.Linear), "an output layer is a linear or its int8 form"
    weight = layer.weight.detach()
    stored = weight.half() if precision is Precision.FP16 else weight
    return Sought(tied.linear, stored.numpy(), None, *place)


def note_places_(path: Path, document: bytes, sought: Sequence[Sought]) -> None:
    """Writes into the file ``path``, in the room that ``document`` has, where its tables lie."""
    with path.open("r+b") as file, mmap(file.fileno(), 0) as content:
        stored = np.memmap(path, np.uint8, "r")
        tables = [_placed(each, stored) for each in sought]
        at = content.find(document)
        assert at >= 0, "the file holds the document as it was given"
        content[at : at + len(document)] = interface.with_tables(document, tables)


def _placed(sought: Sought, content: np.ndarray) -> RowTable:
    rows, width = sought.rows.shape
    # The rows of zeros around those of a band are nobody's.
    around = 0 if sought.first is None else 1
    scales = sought.scales
    return RowTable(
        name=sought.name,
        offset=_offset(sought.rows, content, sought.name) + around * sought.rows[0].nbytes,
        rows=rows - 2 * around,
        width=width,
        dtype=str(sought.rows.dtype),
        scales_offset=None
        if scales is None
        else _offset(scales, content, sought.name) + around * scales[0].nbytes,
        inputs=sought.inputs,
        first=sought.first or 0,
        column=sought.column,
    )


def _offset(array: np.ndarray, content: np.ndarray, name: str) -> int:
    """The byte at which the very bytes of ``array`` begin, which is where a segment does."""
    wanted = array.reshape(-1).view(np.uint8)
    for offset, size in segments(content):
        if size == len(wanted) and np.array_equal(content[offset : offset + size], wanted):
            return offset
    raise Refused(
        f"the table of {name} does not lie in the .pte as it was given to XNNPACK, so nobody could "
        "look its rows up there; --standalone stores it a second time for the lookup"
    )
