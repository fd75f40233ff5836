"""Marian's .npz models: a zip archive of a .npy file for each tensor (numpy's NEP 1).

numpy's own reader makes room for what a header says before it looks at what is there, so only its
parser of headers is used.
"""

import io
import warnings
import zipfile
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.gzipped import check_swelling
from mobilec.checkpoint.sources.marian.stored import (
    FLOAT16,
    FLOAT32,
    MOST_DIMENSIONS,
    MOST_ITEMS,
    TEXT,
    Stored,
)

ZIP = b"PK\x03\x04"
_SUFFIX = ".npy"
_HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
_LONGEST_HEADER_BYTES = 1024
"""Of four dimensions it takes 128. numpy hands it to Python's own parser."""
_KINDS = {"<f4": FLOAT32, "<f2": FLOAT16, "|i1": TEXT, "|u1": TEXT}


def read_npz(file: Path, whole: memoryview) -> list[Stored]:
    """The arrays of a file that holds the bytes ``whole``.

    Refused: no whole archive, members that swell, names twice, arrays of objects or of anything
    but floats, headers that their bytes do not bear out.
    """
    try:
        with zipfile.ZipFile(_Opened(whole)) as archive:
            members = _checked(file, archive.infolist(), len(whole))
            return [_array(file, member, archive.read(member)) for member in members]
    except Refused:
        raise
    except Exception as broken:  # zipfile and zlib have errors of many kinds for such bytes
        raise Refused(
            f"{file} is no whole archive of arrays ({type(broken).__name__}: {broken}); "
            f"download it again"
        ) from broken


def names_in(file: Path) -> set[str] | None:
    """Of the arrays in a file, by its table alone; None where it has none."""
    try:
        with zipfile.ZipFile(file) as archive:
            return {name.removesuffix(_SUFFIX) for name in archive.namelist()}
    except Exception:  # as above
        return None


def _checked(file: Path, members: list[zipfile.ZipInfo], size_bytes: int) -> list[zipfile.ZipInfo]:
    if len(members) > MOST_ITEMS:
        raise Refused(
            f"{file} says that it has {len(members):,} arrays, and models have hundreds; "
            f"download it again"
        )
    check_swelling(file, size_bytes, sum(member.file_size for member in members))
    seen: set[str] = set()
    for member in members:
        if not member.filename.endswith(_SUFFIX):
            raise Refused(f"{file} holds {member.filename}, which is no array; download it again")
        if member.filename in seen:
            raise Refused(f"{file} has two arrays of the name {member.filename}")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(
                f"{file} packs {member.filename} by method {member.compress_type}, which neither "
                f"Marian nor numpy does; download it again"
            )
        seen.add(member.filename)
    return members


def _array(file: Path, member: zipfile.ZipInfo, whole: bytes) -> Stored:
    name = member.filename.removesuffix(_SUFFIX)
    start, shape, fortran, dtype = _header(file, name, whole)
    kind = TEXT if dtype.kind == "S" else _KINDS.get(dtype.str)
    if kind is None:
        raise Refused(
            f"{file} holds {name} as {dtype.name}; a model's arrays are float32 or float16: "
            f"save them so"
        )
    if fortran and len(shape) > 1:
        raise Refused(f"{file} holds {name} column by column, which Marian does not read")
    data = memoryview(whole)[start:]
    needed_bytes = prod(shape) * dtype.itemsize
    sound = len(shape) <= MOST_DIMENSIONS and min(shape, default=1) > 0
    if not sound or needed_bytes != len(data):
        raise Refused(
            f"{file} is damaged: {name} ({dtype.name}, {list(shape)}) takes {needed_bytes:,} bytes,"
            f" and there are {len(data):,}; download it again"
        )
    # As Marian reads it: a vector is a row.
    return Stored(name, kind, (1, *shape) if len(shape) == 1 else shape, data)


def _header(file: Path, name: str, whole: bytes) -> tuple[int, tuple[int, ...], bool, np.dtype]:
    """Where the data begins, and its shape, order and type."""
    opened = io.BytesIO(whole[: _LONGEST_HEADER_BYTES + 12])
    try:
        version = np.lib.format.read_magic(opened)
        with warnings.catch_warnings(action="ignore"):
            shape, fortran, dtype = _HEADERS[version](opened, _LONGEST_HEADER_BYTES)
    except Exception as broken:  # the header is Python's text, with Python's errors
        raise Refused(
            f"{file} is damaged: {name} does not begin as an array does; download it again"
        ) from broken
    return opened.tell(), shape, fortran, dtype


class _Opened(io.RawIOBase):
    """Bytes as a file, without a copy of them."""

    def __init__(self, whole: memoryview) -> None:
        self._whole, self._at = whole, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._whole)}[whence]
        if start + offset < 0:
            raise ValueError(f"byte {start + offset} is before the first")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, room: Any) -> int:
        part = self._whole[self._at : self._at + len(room)]
        room[: len(part)] = part
        self._at += len(part)
        return len(part)
