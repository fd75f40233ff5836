"""A file's bytes as they lie there, or gzipped (RFC 1952): never more of them than can be so."""

import mmap
import zlib
from pathlib import Path

import numpy as np

from exporters.errors import Refused

GZIP = b"\x1f\x8b"
_GZIP_FORMAT = 31
"""zlib's number for a gzip header and trailer around the data."""
_SHORTEST_BYTES = 18
"""A gzip member's header and trailer."""
_CHUNK_BYTES = 1 << 20

_MOST_TIMES = 100
"""How much smaller than its content a packed model may be. int8 weights shrink to about 70 % and
floats to 90 %, while zeros shrink a thousandfold: what swells that much holds no model."""
_ALWAYS_BYTES = 16 << 20
"""What may come out however small the file: no burden, and a model of zeros stays readable."""


def check_swelling(file: Path, packed_bytes: int, unpacked_bytes: int) -> None:
    """Refused: content so much larger than its file that it would only fill the memory."""
    if unpacked_bytes > max(_ALWAYS_BYTES, _MOST_TIMES * packed_bytes):
        raise Refused(
            f"{file} is cut off or no model: {unpacked_bytes:,} bytes would come out of its "
            f"{packed_bytes:,}, and weights shrink to no less than a {_MOST_TIMES}th; download it "
            f"again"
        )


def read_bytes(file: Path) -> memoryview:
    """All that a file holds; of a plain one its mapping, so that nothing is read twice.

    Refused: what cannot be read, or is empty; a .gz that is cut off, damaged, of another length
    than it says, followed by something else, or larger than ``check_swelling`` lets it be.
    """
    raw = _mapped(file)
    return _unpacked(file, raw) if raw[: len(GZIP)] == GZIP else raw


def first_bytes(file: Path, count: int) -> bytes:
    """The beginning of what a file holds; of a .gz no more is unpacked. Empty where none is."""
    try:
        with file.open("rb") as opened:
            start = opened.read(4096)
    except OSError:
        return b""
    if start[: len(GZIP)] != GZIP:
        return start[:count]
    try:
        return zlib.decompressobj(_GZIP_FORMAT).decompress(start, count)
    except zlib.error:
        return b""


def _mapped(file: Path) -> memoryview:
    try:
        with file.open("rb") as opened:
            if file.stat().st_size == 0:
                raise Refused(f"{file} is empty (0 bytes); download it again")
            return memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as unreadable:
        raise Refused(f"{file} cannot be read: {unreadable.strerror}") from unreadable


def _unpacked(file: Path, packed: memoryview) -> memoryview:
    if len(packed) < _SHORTEST_BYTES:
        raise Refused(f"{file} is cut off after {len(packed)} bytes; download it again")
    size_bytes = int.from_bytes(packed[-4:], "little")
    check_swelling(file, len(packed), size_bytes)
    whole = np.empty(size_bytes, np.uint8)
    try:
        filled_bytes, follows = _fill_(whole, packed)
    except zlib.error as broken:
        raise Refused(f"{file} is damaged ({broken}); download it again") from broken
    if follows is None and filled_bytes <= size_bytes:
        raise Refused(
            f"{file} is cut off: it ends after {len(packed):,} bytes, before its packed data does; "
            f"download it again"
        )
    if follows or filled_bytes != size_bytes:
        raise Refused(
            f"{file} is cut off or something follows it: its last bytes say that {size_bytes:,} "
            f"come out of it, and that is not so; download it again"
        )
    return whole.data


def _fill_(whole: np.ndarray, packed: memoryview) -> tuple[int, bool | None]:
    """How many bytes came out (one too many is enough to know), and whether something follows the
    packed data; None where their end was not met."""
    unpacker, filled = zlib.decompressobj(_GZIP_FORMAT), 0
    for start in range(0, len(packed), _CHUNK_BYTES):
        part = unpacker.decompress(packed[start : start + _CHUNK_BYTES], len(whole) - filled + 1)
        if filled + len(part) > len(whole):
            return filled + len(part), None
        whole[filled : filled + len(part)] = np.frombuffer(part, np.uint8)
        filled += len(part)
        if unpacker.eof:
            return filled, bool(unpacker.unused_data) or start + _CHUNK_BYTES < len(packed)
    return filled, None
