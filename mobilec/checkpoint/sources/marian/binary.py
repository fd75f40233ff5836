"""Marian's binary models, version 1 (marian-dev, src/common/binary.cpp and types.h).

Little endian: u64 version, u64 items; of each item four u64: bytes of its name with the NUL, type,
dimensions, bytes of its data; all names; all shapes (i32); u64 n and n bytes to a boundary; the
data of the items one after another. ``NAME`` of type intgemm has one float32 after its integers.
"""

from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.stored import (
    FLOAT16,
    FLOAT32,
    INTGEMM8,
    INTGEMM16,
    MOST_DIMENSIONS,
    MOST_ITEMS,
    TEXT,
    Stored,
)

VERSION = 1
_ENCRYPTED = 2
_BOUNDARY_BYTES = 256
_LONGEST_NAME_BYTES = 1024


@dataclass(frozen=True)
class _Type:
    kind: str
    element_bytes: int
    tail_bytes: int = 0


_TYPES = {
    0x0101: _Type(TEXT, 1),
    0x0402: _Type(FLOAT16, 2),
    0x0404: _Type(FLOAT32, 4),
    # browsermt's Marian, which Firefox has; marian-nmt's since 1.11.
    0x4101: _Type(INTGEMM8, 1, 4),
    0x10001: _Type(INTGEMM8, 1, 4),
    0x4102: _Type(INTGEMM16, 2, 4),
    0x10002: _Type(INTGEMM16, 2, 4),
}
_OF_ONE_PROCESSOR = {
    0x0802: "packed16",
    0x1801: "packed8avx2",
    0x2801: "packed8avx512",
    0x18001: "intgemm8ssse3",
    0x11001: "intgemm8avx2",
    0x12001: "intgemm8avx512",
    0x13001: "intgemm8avx512vnni",
    0x14002: "intgemm16sse2",
    0x11002: "intgemm16avx2",
    0x12002: "intgemm16avx512",
}
_OTHERS = {
    **{0x0102: "int16", 0x0104: "int32", 0x0108: "int64", 0x0201: "uint8", 0x0202: "uint16"},
    **{0x0204: "uint32", 0x0208: "uint64", 0x0408: "float64"},
}


def read_binary(file: Path, whole: memoryview) -> list[Stored]:
    """The items of a file. Refused: any count, length, type or shape that its bytes do not bear
    out, each before anything is made of it."""
    read = _Reader(file, whole)
    _check_version(file, read.numbers(1, "its version")[0])
    count = read.numbers(1, "its number of items")[0]
    if count > MOST_ITEMS:
        raise read.refused(f"says that it has {count:,} items, and models have hundreds")
    headers = [tuple(read.numbers(4, "the headers of its items")) for _ in range(count)]
    names = _names(read, [header[0] for header in headers])
    types = [_type(read, name, header[1]) for name, header in zip(names, headers, strict=True)]
    shapes = [_shape(read, name, header[2]) for name, header in zip(names, headers, strict=True)]
    read.take(read.numbers(1, "what is left free before its data")[0], "what is left free")
    items = [
        _item(read, name, kind, shape, header[3])
        for name, kind, shape, header in zip(names, types, shapes, headers, strict=True)
    ]
    if read.left_bytes:
        raise read.refused(f"has {read.left_bytes:,} bytes after its last item")
    return items


class _Reader:
    def __init__(self, file: Path, whole: memoryview) -> None:
        self._file, self._whole, self._at = file, whole, 0

    @property
    def left_bytes(self) -> int:
        return len(self._whole) - self._at

    def refused(self, reason: str, advice: str = "download it again") -> Refused:
        return Refused(f"{self._file} {reason}; {advice}")

    def take(self, count_bytes: int, what: str) -> memoryview:
        if count_bytes > self.left_bytes:
            raise self.refused(
                f"is cut off or damaged: {what} would take {count_bytes:,} bytes from byte "
                f"{self._at:,} on, and there are {self.left_bytes:,}"
            )
        start, self._at = self._at, self._at + count_bytes
        return self._whole[start : self._at]

    def numbers(self, count: int, what: str) -> list[int]:
        return np.frombuffer(self.take(8 * count, what), "<u8").tolist()


def _check_version(file: Path, version: int) -> None:
    if version == _ENCRYPTED:
        raise Refused(f"{file} is encrypted by Marian; convert the model that it was made from")
    if version != VERSION:
        raise Refused(
            f"{file} does not begin as a binary model of Marian's version {VERSION} does; give a "
            f"model.npz or model.bin that Marian wrote"
        )


def _names(read: _Reader, lengths: list[int]) -> list[str]:
    names: dict[str, None] = {}
    for length_bytes in lengths:
        if not 1 < length_bytes <= _LONGEST_NAME_BYTES:
            raise read.refused(f"is damaged: a name in it would have {length_bytes:,} bytes")
        raw = bytes(read.take(length_bytes, "the names of its items"))
        if raw.find(0) != length_bytes - 1:
            raise read.refused(f"is damaged: the name {raw!r} in it does not end with its only NUL")
        try:
            name = raw[:-1].decode("utf-8")
        except UnicodeDecodeError as broken:
            raise read.refused(f"is damaged: the name {raw!r} in it is no UTF-8") from broken
        if name in names:
            raise read.refused(f"has two items of the name {name}")
        names[name] = None
    return list(names)


def _type(read: _Reader, name: str, code: int) -> _Type:
    if code in _OF_ONE_PROCESSOR:
        raise read.refused(
            f"holds {name} as {_OF_ONE_PROCESSOR[code]}, laid out for one kind of processor",
            "give the model.npz that it was made from, or convert that with --gemm-type intgemm8",
        )
    if code not in _TYPES:
        raise read.refused(
            f"holds {name} as {_OTHERS.get(code, f'type {code:#x}')}, where models have floats or "
            f"intgemm's integers"
        )
    return _TYPES[code]


def _shape(read: _Reader, name: str, dimensions: int) -> tuple[int, ...]:
    if not 0 < dimensions <= MOST_DIMENSIONS:
        raise read.refused(f"is damaged: {name} in it would have {dimensions:,} dimensions")
    shape = np.frombuffer(read.take(4 * dimensions, f"the shape of {name}"), "<i4").tolist()
    if min(shape) < 1:
        raise read.refused(f"is damaged: {name} in it would have the shape {shape}")
    return tuple(shape)


def _item(
    read: _Reader, name: str, kind: _Type, shape: tuple[int, ...], length_bytes: int
) -> Stored:
    needed_bytes = prod(shape) * kind.element_bytes + kind.tail_bytes
    if not needed_bytes <= length_bytes < needed_bytes + _BOUNDARY_BYTES:
        raise read.refused(
            f"is damaged: {name} ({kind.kind}, {list(shape)}) takes {needed_bytes:,} bytes, and "
            f"{length_bytes:,} are said to be there"
        )
    return Stored(name, kind.kind, shape, read.take(length_bytes, name)[:needed_bytes])
