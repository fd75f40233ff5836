"""stdin, stdout and stderr as they may be: closed, full, or somebody's who has seen enough."""

import contextlib
import os
import re
import sys
from typing import Any, TextIO

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal would obey, but for a tab and a line feed."""


def open_closed() -> None:
    """Gives each of the three that whoever started the process had closed a file of its own: the
    next that is opened would take its number, and what is meant for stderr would go into a model.

    Nothing can be read of it, and nothing written but to stderr, whose words nobody wanted.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            # The lowest number that is free is taken.
            os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY)
    if sys.stdin is None:
        sys.stdin = open(0, encoding="utf-8", closefd=False)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)


def give_up_broken(stream: TextIO) -> None:
    """What a stream cannot take is not tried again when the process ends."""
    try:
        stream.flush()
    except OSError:
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
            stream.flush()


def plain(text: str) -> str:
    """Without what a terminal would obey: it may come from a damaged file or a phone."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


class Spoken:
    """A stream for people: work goes on where nobody can hear of it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
