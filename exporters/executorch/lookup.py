"""Rows of a table, read from the bytes of the .pte in which it is the weight of a layer.

As a phone does it; see ``exporters.executorch.tables``. The file is mapped, not read.
"""

from pathlib import Path

import numpy as np

from exporters.backend import RowTable
from exporters.capture.translation.rows import STANDS_FOR
from exporters.errors import Refused


class Lookup:
    """One table of one file."""

    def __init__(self, path: Path, table: RowTable) -> None:
        self._name = table.name
        shape = (table.rows, table.width)
        self._rows = _mapped(path, table.dtype, table.offset, shape)
        self._scales: np.ndarray | None = None
        if table.scales_offset is not None:
            self._scales = _mapped(path, "float32", table.scales_offset, (table.rows, 1))

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """ids (...) to float32 (..., width)."""
        if ids.size and not 0 <= ids.min() <= ids.max() < len(self._rows):
            raise Refused(
                f"an id of {ids.min()} to {ids.max()} was given; {self._name} has {len(self._rows)}"
            )
        rows = np.asarray(self._rows[ids], np.float32)
        return rows if self._scales is None else rows * self._scales[ids]


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
        lookup = Lookup(path, table)
        for given in table.inputs:
            found.setdefault(given.method, {})[STANDS_FOR[given.name]] = (given.name, lookup)
    return found
