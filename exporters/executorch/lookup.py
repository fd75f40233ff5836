"""Rows of a table, read from the bytes of the .pte in which it is the weight of a layer.

As a phone does it; see ``exporters.executorch.tables``. The file is mapped, not read.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from exporters.decode.state import STANDS_FOR
from exporters.errors import Refused
from exporters.runtime import RowsInput, RowTable


class Lookup:
    """One table of one file."""

    def __init__(self, path: Path, table: RowTable) -> None:
        self._name = table.name
        shape = (table.rows, table.width)
        self._rows = _mapped(path, table.dtype, table.offset, shape)
        self._scales: np.ndarray | None = None
        if table.scales_offset is not None:
            self._scales = _mapped(path, "float32", table.scales_offset, (table.rows,))

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """ids (...) to float32 (..., width)."""
        # Smallest and largest of a list, and take, are quicker than numpy's own and than indexing
        # (benchmarks/README.md, "rows looked up").
        asked = ids.ravel().tolist()
        self._refuse_outside(min(asked, default=0), max(asked, default=0))
        found = self._rows.take(ids, 0)
        if self._scales is None:
            return found.astype(np.float32)
        return np.multiply(found, self._scales.take(ids)[..., None], dtype=np.float32)

    def writer(self, found: np.ndarray, ids: np.ndarray) -> Callable[[], None]:
        """Writes the rows of what ``ids`` (...) are by then into ``found`` (..., width)."""
        if ids.size == 1:
            return partial(self._write_one_, found.reshape(-1), ids)
        return partial(self._write_, found, ids)

    def write_row_(self, found: np.ndarray, at: int) -> None:
        """Row ``at`` into ``found`` (width,): a view and a number, quicker than arrays of one place
        (benchmarks/README.md, "rows looked up")."""
        found[:] = self._rows[at]
        if self._scales is not None:
            np.multiply(found, self._scales[at], found)

    def _write_(self, found: np.ndarray, ids: np.ndarray) -> None:
        found[...] = self.rows(ids)

    def _write_one_(self, found: np.ndarray, ids: np.ndarray) -> None:
        """The one row that a decoder asks for in a step."""
        at = ids.item()
        if not 0 <= at < len(self._rows):
            self._refuse_outside(at, at)
        self.write_row_(found, at)

    def _refuse_outside(self, low: int, high: int) -> None:
        if not 0 <= low <= high < len(self._rows):
            raise Refused(f"an id of {low} to {high} was given; {self._name} has {len(self._rows)}")


class BandedLookup:
    """The tables of one file that have the bands of its words, their rows side by side."""

    def __init__(self, path: Path, tables: Sequence[RowTable]) -> None:
        self._bands = [(table, Lookup(path, table)) for table in tables]
        self._width = max(table.column + table.width for table in tables)
        self._words = max(table.first + table.rows for table in tables)

    def rows(self, ids: np.ndarray) -> np.ndarray:
        """ids (...) to float32 (..., width)."""
        found = np.empty((*ids.shape, self._width), np.float32)
        self._write_(found, ids)
        return found

    def writer(self, found: np.ndarray, ids: np.ndarray) -> Callable[[], None]:
        """See ``Lookup.writer``."""
        if ids.size == 1:
            return partial(self._write_one_, found.reshape(-1), ids)
        return partial(self._write_, found, ids)

    def _write_one_(self, found: np.ndarray, ids: np.ndarray) -> None:
        word = ids.item()
        for table, lookup in self._bands:
            if 0 <= (at := word - table.first) < table.rows:
                found[:] = 0
                lookup.write_row_(found[table.column : table.column + table.width], at)
                return
        self._refuse_outside(word, word)

    def _write_(self, found: np.ndarray, ids: np.ndarray) -> None:
        left = ids.size
        found[...] = 0
        for table, lookup in self._bands:
            own = ids - table.first
            inside = (own >= 0) & (own < table.rows)
            found[inside, table.column : table.column + table.width] = lookup.rows(own[inside])
            left -= int(inside.sum())
        if left:
            self._refuse_outside(ids.min(), ids.max())

    def _refuse_outside(self, low: int, high: int) -> None:
        raise Refused(
            f"an id of {low} to {high} was given; the bands of words that the file has end before "
            f"{self._words}"
        )


RowLookup = Lookup | BandedLookup


def _mapped(path: Path, dtype: str, offset: int, shape: tuple[int, ...]) -> np.ndarray:
    try:
        # As a plain array: each row of a memmap is one more memmap, made slower than it is copied.
        return np.asarray(np.memmap(path, dtype, "r", offset, shape))
    except ValueError as beyond:
        raise Refused(
            f"{path} is damaged or cut off: it says that a table of {shape[0]} rows begins at byte "
            f"{offset}, but the file ends before the table does"
        ) from beyond


def lookups(
    path: Path, tables: tuple[RowTable, ...]
) -> dict[str, dict[str, tuple[str, RowLookup]]]:
    """Method to ids that its caller hands in to the input that takes their rows, and the rows."""
    by_input: dict[RowsInput, list[RowTable]] = {}
    for table in tables:
        for given in table.inputs:
            by_input.setdefault(given, []).append(table)
    found: dict[str, dict[str, tuple[str, RowLookup]]] = {}
    for given, own in by_input.items():
        whole = len(own) == 1 and own[0].first == own[0].column == 0
        lookup = Lookup(path, own[0]) if whole else BandedLookup(path, own)
        found.setdefault(given.method, {})[STANDS_FOR[given.name]] = (given.name, lookup)
    return found
