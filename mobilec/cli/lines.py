"""Texts to run: as they were typed, or a line each on stdin with a line each on stdout."""

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import typer

from exporters.errors import Refused

WARMING = "the first text takes longer, as a program does some work once"


class Heard:
    """Where answers go. ``texts``: what was asked; from stdin while it is being written."""

    def __init__(self, typed: list[str] | None, as_json: bool) -> None:
        if not typed and _is_terminal(sys.stdin):
            raise typer.BadParameter(
                "give at least one, or a line each on stdin", param_hint="TEXT"
            )
        self._typed = typed or ()
        self.texts: Iterable[str] = typed or _lines(sys.stdin)
        self.streams = not typed and not as_json
        # Taken now: while work is watched, what is printed goes to stderr.
        self._out = sys.stdout

    def refuse_broken(self) -> None:
        """Refuses what was typed in another encoding, before anything is opened."""
        from exporters.text.surrogates import refuse_surrogates

        for number, text in enumerate(self._typed, start=1):
            refuse_surrogates(text, f"TEXT {number}")

    def filled(self) -> Iterator[str]:
        """The texts, where a blank one has no answer: as a line of stdin it stays a blank line, so
        that line n out is of line n in; typed it is passed on, to be refused."""
        for text in self.texts:
            if self._typed or text.strip():
                yield text
            else:
                self.line("")

    def line(self, text: str) -> None:
        """One line out for the line that came in last, at once, where stdin is read."""
        if self.streams:
            self._out.write(text + "\n")
            self._out.flush()


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _lines(stream: TextIO) -> Iterator[str]:
    """Lines of UTF-8, whatever the locale says."""
    for number, line in enumerate(stream.buffer, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as broken:
            raise Refused(f"stdin, line {number}: not UTF-8 ({broken.reason})") from broken
        yield text.removesuffix("\n").removesuffix("\r")
