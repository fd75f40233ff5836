"""Tables whose rows the caller of a .pte looks up in its bytes, as constants of the methods that
take the rows: they lie in a delegate of another method, and at the places that the file names."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np

from exporters.constants import FileConstant
from exporters.executorch.contents import Contents, described, segments
from exporters.precision.int8 import LARGEST
from exporters.runtime import RowTable


def handed_in(path: Path, file: Contents) -> Iterator[tuple[str, list[FileConstant]]]:
    """Method to the tables of its rows. Of a band of words the table is what the layer multiplies
    by: with the row of zeros before and after it."""
    tables = described(file).row_tables
    if not tables:
        return
    pieces = _Pieces(path)
    found: dict[str, list[FileConstant]] = defaultdict(list)
    for table in tables:
        for given in table.inputs:
            found[given.method].append(_constant(table, pieces, file))
    yield from found.items()


class _Pieces:
    """The bytes of a file behind its program."""

    def __init__(self, path: Path) -> None:
        self._content = np.memmap(path, np.uint8, "r")
        self._places = segments(self._content)

    def around(self, offset: int) -> np.ndarray:
        """The piece in which an offset lies; nothing where it lies in none."""
        for start, size in self._places:
            if start <= offset < start + size:
                return np.array(self._content[start : start + size])
        return np.zeros(0, np.uint8)


def _constant(table: RowTable, pieces: _Pieces, file: Contents) -> FileConstant:
    rows = pieces.around(table.offset)
    scales = None if table.scales_offset is None else pieces.around(table.scales_offset)
    name = f"rows of {table.name}"
    load = partial(_numbers, table, rows, scales)
    levels = None if scales is None else LARGEST
    return FileConstant(name, table.dtype, _key(rows, file), load, levels)


def _numbers(table: RowTable, rows: np.ndarray, scales: np.ndarray | None) -> np.ndarray:
    values = rows.view(table.dtype).reshape(-1, table.width).astype(np.float32)
    return values if scales is None else values * scales.view(np.float32)[:, None]


def _key(segment: np.ndarray, file: Contents) -> str | None:
    """The name under which a delegate has these bytes."""
    wanted = segment.tobytes()
    return next((key for key, held in file.named.items() if held == wanted), None)
