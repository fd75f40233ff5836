"""What a .pte says about itself: the format keeps neither the names of tensors nor lower bounds.

A constant method, as ExecuTorch's own exporters use them for metadata, returns the bytes of a
JSON document: ``methods``, the name of each to its inputs and outputs, which have name, dtype and
shape, where a dynamic size is {"name", "minimum", "maximum"}; and ``row_tables``, the tables whose
rows the caller looks up (``exporters.runtime.RowTable``).
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from exporters.dimension import Dimension
from exporters.runtime import RowsInput, RowTable

if TYPE_CHECKING:
    from exporters.program import Method, Program, TensorSpec

METHOD = "mobilec_interface"
_ROOM = 1024
"""Bytes kept for one table, whose place is known only when the file is finished."""
Described = dict[str, dict[str, list[dict]]]
"""Method to ``inputs`` and ``outputs``."""


@dataclass(frozen=True)
class Interface:
    """A document that was read."""

    methods: Described
    row_tables: tuple[RowTable, ...]


def describe(program: "Program", longest: int, tables: int) -> bytes:
    """The document with room for ``tables``; no dynamic size goes beyond ``longest``."""
    methods = {m.name: _method(m, longest) for m in program.methods}
    return _written(methods, []) + b" " * _ROOM * tables


def with_tables(document: bytes, tables: Sequence[RowTable]) -> bytes:
    """The document, which is to stay as long as it is, with the tables in their room."""
    full = _written(parse(document).methods, [asdict(table) for table in tables])
    assert len(full) <= len(document), "a table took more than its room"
    return full.ljust(len(document))


def parse(document: bytes) -> Interface:
    """What ``describe`` and ``with_tables`` wrote."""
    written = json.loads(document)
    tables = (table | {"inputs": _inputs(table)} for table in written["row_tables"])
    return Interface(written["methods"], tuple(RowTable(**table) for table in tables))


def _written(methods: Described, tables: list[dict]) -> bytes:
    return json.dumps({"methods": methods, "row_tables": tables}).encode()


def _inputs(table: dict) -> tuple[RowsInput, ...]:
    return tuple(RowsInput(**given) for given in table["inputs"])


def _method(method: "Method", longest: int) -> dict[str, list[dict]]:
    return {
        "inputs": [_tensor(spec, longest) for spec in method.inputs],
        "outputs": [_tensor(spec, longest) for spec in method.outputs],
    }


def _tensor(spec: "TensorSpec", longest: int) -> dict:
    shape = [_size(size, longest) for size in spec.shape]
    return {"name": spec.name, "dtype": str(spec.dtype).removeprefix("torch."), "shape": shape}


def _size(size: int | Dimension, longest: int) -> int | dict[str, str | int]:
    if isinstance(size, int):
        return size
    return {"name": size.name, "minimum": size.minimum, "maximum": min(size.maximum, longest)}
