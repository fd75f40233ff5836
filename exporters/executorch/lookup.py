"""Rows of a table, read from the bytes of the .pte in which it is the weight of a layer.

As a phone does it; see ``exporters.executorch.tables``. The file is mapped, not read.
"""

from collections.abc import Callable
from functools import partial
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
        # numpy's own smallest and largest take 39 us in cold caches, those of a list 4.
        asked = ids.ravel().tolist()
        self._refuse_outside(min(asked, default=0), max(asked, default=0))
        found = self._rows.take(ids, 0)
        if self._scales is None:
            return found.astype(np.float32)
        # Indexing by an array instead takes four times as long, 60 us for a sentence.
        return np.multiply(found, self._scales.take(ids)[..., None], dtype=np.float32)

    def writer(self, found: np.ndarray, ids: np.ndarray) -> Callable[[], None]:
        """Writes the rows of what ``ids`` (...) are by then into ``found`` (..., width)."""
        if ids.size == 1 and self._scales is not None:
            return partial(self._write_one_, found.reshape(-1), ids, self._scales[:, 0])
        return partial(self._write_, found, ids)

    def _write_(self, found: np.ndarray, ids: np.ndarray) -> None:
        found[...] = self.rows(ids)

    def _write_one_(self, found: np.ndarray, ids: np.ndarray, scales: np.ndarray) -> None:
        """The one int8 row that a decoder asks for in a step: a view and a number, in 6 us of cold
        caches, where arrays of one place took 22."""
        at = ids.item()
        if not 0 <= at < len(self._rows):
            self._refuse_outside(at, at)
        found[:] = self._rows[at]
        np.multiply(found, scales[at], found)

    def _refuse_outside(self, low: int, high: int) -> None:
        if not 0 <= low <= high < len(self._rows):
            raise Refused(f"an id of {low} to {high} was given; {self._name} has {len(self._rows)}")


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
