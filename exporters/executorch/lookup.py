"""Rows of a table, read from the bytes of the .pte in which it is the weight of a layer.

As a phone does it; see ``exporters.executorch.tables``. The file is mapped, not read.
"""

from pathlib import Path

import numpy as np

from exporters.backend import RowTable
from exporters.capture.translation.rows import STANDS_FOR
from exporters.errors import Refused


class Lookup:
    """One table of one file, for one input.

    What ``rows`` returns is written again by the next call for ids of the same shape, so that a
    decoder, which asks for one row a step, hands the runtime the same array each time.
    """

    def __init__(self, path: Path, table: RowTable) -> None:
        self._name = table.name
        shape = (table.rows, table.width)
        self._rows = _mapped(path, table.dtype, table.offset, shape)
        self._found = np.empty((0, table.width), np.float32)
        self._scales: np.ndarray | None = None
        if table.scales_offset is not None:
            self._scales = _mapped(path, "float32", table.scales_offset, (table.rows, 1))

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """ids (...) to float32 (..., width)."""
        if self._found.shape[:-1] != ids.shape:
            self._found = np.empty((*ids.shape, self._rows.shape[1]), np.float32)
        # numpy takes 6 us for the least and the largest of one number, and one row is a view,
        # which takes a fifth of the time of a list of one.
        at = ids.item() if ids.size == 1 else ids
        low, high = (at, at) if ids.size == 1 else (ids.min(initial=0), ids.max(initial=0))
        if not 0 <= low <= high < len(self._rows):
            raise Refused(f"an id of {low} to {high} was given; {self._name} has {len(self._rows)}")
        self._found[...] = self._rows[at]
        if self._scales is not None:
            # In place: a product of int8 and float32 goes through a buffer, 1.6 us more for a row.
            self._found *= self._scales[at]
        return self._found


def _mapped(path: Path, dtype: str, offset: int, shape: tuple[int, int]) -> np.ndarray:
    try:
        # As a plain array: each row of a memmap is one more memmap, made slower than it is copied.
        return np.asarray(np.memmap(path, dtype, "r", offset, shape))
    except ValueError as beyond:
        raise Refused(
            f"{path} is damaged or cut off: it says that a table of {shape[0]} rows begins at byte "
            f"{offset}, but the file ends before the table does"
        ) from beyond


def lookups(path: Path, tables: tuple[RowTable, ...]) -> dict[str, dict[str, tuple[str, Lookup]]]:
    """Method to ids that its caller hands in to the input that takes their rows, and the table."""
    found: dict[str, dict[str, tuple[str, Lookup]]] = {}
    for table in tables:
        for given in table.inputs:
            lookup = Lookup(path, table)
            found.setdefault(given.method, {})[STANDS_FOR[given.name]] = (given.name, lookup)
    return found
