"""Texts to run: as they were typed, or a line each on stdin with a line each on stdout."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, TextIO, TypeVar

import typer

from mobilec.cli.output import console, failures, show

if TYPE_CHECKING:
    from rich.console import RenderableType

_WARMING = "the first text takes longer, as a program does some work once"


class Program(Protocol):
    """What ran."""

    @property
    def file(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def precision(self) -> str: ...


class Answers(Protocol):
    """What a command that runs texts prints of its result."""

    def to_json(self) -> dict[str, Any]: ...


Some = TypeVar("Some", bound=Answers)


def by(program: Program) -> str:
    """What ran, in words."""
    return f"{program.file} ({program.format}, {program.precision})"


def beams_of(beams: int) -> str:
    """How a translator searched, behind what ran."""
    return ", greedy" if beams == 1 else f", {beams} beams"


class Heard:
    """Where answers go. ``texts``: what was asked; from stdin while it is being written.

    ``paragraphs``: lines of stdin without a blank one between them are one text.
    """

    def __init__(self, typed: list[str] | None, as_json: bool, paragraphs: bool = False) -> None:
        if not typed and _is_terminal(sys.stdin):
            raise typer.BadParameter(
                "give at least one, or a line each on stdin", param_hint="TEXT"
            )
        self._typed = typed or ()
        self._as_json = as_json
        lines = _lines(sys.stdin)
        self.texts: Iterable[str] = typed or (_paragraphs(lines) if paragraphs else lines)
        self.streams = not typed and not as_json
        # Taken now: while work is watched, what is printed goes to stderr.
        self._out = sys.stdout

    def answer(
        self,
        ask: Callable[[], Some],
        table: "Callable[[Some], RenderableType]",
        ran: Callable[[Some], str],
        warning: Callable[[Some], str] = lambda _: "",
    ) -> None:
        """Asks, and prints what ran, under a table of all answers where none was a line by itself.
        ``ran``: what did, in words. ``warning``: "" for none."""
        with failures(self._as_json):
            self._refuse_broken()
            from mobilec.cli.progress import watched

            with watched():
                result = ask()
            what = f"by {ran(result)}"
            if words := warning(result):
                console(sys.stderr).print(f"mobilec: {words}", style="yellow", markup=False)
            if self.streams:
                console(sys.stderr).print(what)
                return
            show(result.to_json(), table(result), f"{what}; {_WARMING}", as_json=self._as_json)

    def _refuse_broken(self) -> None:
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
    from mobilec.evaluation.lines import numbered_lines

    return (line for _, line in numbered_lines(stream.buffer, "stdin"))


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """Lines up to a blank one together; a blank one is an empty text."""
    some: list[str] = []
    for line in lines:
        if line.strip():
            some.append(line)
            continue
        if some:
            yield "\n".join(some)
        yield ""
        some = []
    if some:
        yield "\n".join(some)
