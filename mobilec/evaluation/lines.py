"""The lines of a file or a stream, by one rule for every command.

A line ends at a line feed, a carriage return, or both, as editors and Python's text files count;
no other character ends one, as U+0085 or U+2028 may stand inside a text. A byte order mark
before the first line is no part of it.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from exporters.errors import Refused

LONGEST_BYTES = 1 << 20
"""Of a line: a book has as many. All of a text becomes tokens before any of them are cut off."""
_BYTE_ORDER_MARK = "\ufeff"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""What UTF-16 begins with."""


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a file, from 1; blank ones at its end are none. Refused: what cannot be
    read, and what is not UTF-8."""
    try:
        content = path.read_bytes().rstrip(b"\r\n")
    except OSError as unreadable:
        raise Refused(
            f"{path} cannot be read ({unreadable.strerror}); check the path"
        ) from unreadable
    return numbered_lines(BytesIO(content) if content else [b""], str(path))


def numbered_lines(chunks: Iterable[bytes], name: str) -> Iterator[tuple[int, str]]:
    """The same of a stream, each line as soon as it is there. ``chunks``: cut behind line feeds,
    as a binary file gives them. ``name``: of the stream, for refusals."""
    number = 0
    for chunk in chunks:
        for line in chunk.removesuffix(b"\n").removesuffix(b"\r").split(b"\r"):
            number += 1
            if len(line) > LONGEST_BYTES:
                raise Refused(
                    f"{name}, line {number}: {len(line):,} bytes, and at most {LONGEST_BYTES:,} "
                    "are read; break it into lines"
                )
            text = _decoded(line, name, number)
            yield number, text.removeprefix(_BYTE_ORDER_MARK) if number == 1 else text


def _decoded(line: bytes, name: str, number: int) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as broken:
        is_wide = number == 1 and line.startswith(_WIDE_MARKS)
        reason = "it begins as UTF-16 does" if is_wide else broken.reason
        raise Refused(
            f"{name}, line {number}: not UTF-8 ({reason}); save the file as UTF-8"
        ) from broken
