"""The classes that a dex file defines (source.android.com/docs/core/runtime/dex-format)."""

import struct
from collections.abc import Iterator

_STRINGS, _TYPES, _CLASSES = 56, 64, 96
"""Where the header has (count, offset) of a table, in bytes."""
_CLASS_BYTES = 32


def classes(dex: bytes) -> Iterator[str]:
    """Their names, as ``org.example.Main``."""
    assert dex[:4] == b"dex\n"
    _, strings = struct.unpack_from("<II", dex, _STRINGS)
    _, types = struct.unpack_from("<II", dex, _TYPES)
    count, defined = struct.unpack_from("<II", dex, _CLASSES)
    for at in range(defined, defined + count * _CLASS_BYTES, _CLASS_BYTES):
        (type_index,) = struct.unpack_from("<I", dex, at)
        (string_index,) = struct.unpack_from("<I", dex, types + 4 * type_index)
        (begin,) = struct.unpack_from("<I", dex, strings + 4 * string_index)
        yield _text(dex, begin).removeprefix("L").removesuffix(";").replace("/", ".")


def _text(dex: bytes, at: int) -> str:
    """A string behind its length, which is a number in groups of 7 bits."""
    while dex[at] & 0x80:
        at += 1
    return dex[at + 1 : dex.index(b"\0", at + 1)].decode()
