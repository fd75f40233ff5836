"""The functions of an ELF library: where each begins, and its name where the library has kept it.

Libraries are shipped without the names of what they do not export. Where such a function begins is
still told by what unwinds the stack: the sorted table of .eh_frame_hdr (Linux Standard Base, Core
5.0, 10.6.2). Its address then stands for its name.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SEGMENT = struct.Struct("<IIQQQQQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_LOAD, _UNWINDING = 1, 0x6474E550
"""Kinds of segments: what is mapped, and .eh_frame_hdr."""
_SYMBOLS = (2, 11)
"""Kinds of sections: all symbols, and those that are exported."""
_FUNCTION = 2
_TABLE = 0x3B
"""Of .eh_frame_hdr: pairs of signed 32 bits, relative to it."""


@dataclass(frozen=True)
class Functions:
    """``starts``: sorted addresses; ``names``: of each, or "". ``segments``: (offset in the file,
    bytes, address)."""

    starts: tuple[int, ...]
    names: tuple[str, ...]
    segments: tuple[tuple[int, int, int], ...]

    def at(self, offset: int) -> tuple[int, str]:
        """(address, name) of the function that has the byte at an offset in the file; its name is
        "" where the library has none."""
        address = self._address(offset)
        place = bisect_right(self.starts, address) - 1
        return (self.starts[place], self.names[place]) if place >= 0 else (address, "")

    def _address(self, offset: int) -> int:
        for begins, size, address in self.segments:
            if begins <= offset < begins + size:
                return address + offset - begins
        return offset


@cache
def functions(library: Path) -> Functions:
    """Of an ELF file of 64 bits; none where the file is something else."""
    data = library.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        return Functions((), (), ())
    segments = list(_segments(data))
    named = {address: name for address, name in _named(data) if address}
    unwound = [
        address
        for kind, *where in segments
        if kind == _UNWINDING
        for address in _unwound(data, where[0], where[2])
    ]
    starts = sorted({*named, *unwound})
    loaded = tuple((offset, size, at) for kind, offset, size, at in segments if kind == _LOAD)
    return Functions(tuple(starts), tuple(named.get(start, "") for start in starts), loaded)


def _segments(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """(kind, offset, bytes, address)"""
    header = _HEADER.unpack_from(data)
    first, size, count = header[5], header[9], header[10]
    for at in range(count):
        kind, _, offset, address, _, in_file, _, _ = _SEGMENT.unpack_from(data, first + at * size)
        yield kind, offset, in_file, address


def _named(data: bytes) -> Iterator[tuple[int, str]]:
    header = _HEADER.unpack_from(data)
    first, size, count = header[6], header[11], header[12]
    sections = [_SECTION.unpack_from(data, first + at * size) for at in range(count)]
    for section in sections:
        if section[1] not in _SYMBOLS:
            continue
        offset, length, words = section[4], section[5], sections[section[6]]
        for at in range(offset, offset + length, _SYMBOL.size):
            name, info, _, _, address, _ = _SYMBOL.unpack_from(data, at)
            if info & 15 == _FUNCTION:
                start = words[4] + name
                yield address, data[start : data.index(b"\0", start)].decode(errors="replace")


def _unwound(data: bytes, offset: int, address: int) -> Iterator[int]:
    version, _, count_form, table_form = data[offset : offset + 4]
    if version != 1 or count_form != 3 or table_form != _TABLE:
        return
    (count,) = struct.unpack_from("<I", data, offset + 8)
    for at in range(count):
        (start,) = struct.unpack_from("<i", data, offset + 12 + 8 * at)
        yield address + start
