"""The option --format, which means the same in every command: the format of a program."""

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from exporters.formats import FORMATS, TARGETS, unasked
from mobilec.cli.lists import words
from mobilec.cli.output import console

NAME = "--format"


def _one_of(known: Sequence[str]) -> Callable[[str], str]:
    def one(word: str) -> str:
        if word not in known:
            raise typer.BadParameter(f"{word!r} is not one of {', '.join(map(repr, known))}")
        return word

    return one


OneFormat = Annotated[
    str | None,
    typer.Option(
        NAME,
        help="Which program runs.",
        show_default="the bundle's first",
        metavar="|".join(FORMATS),
        parser=_one_of(FORMATS),
    ),
]
MeasuredFormat = Annotated[
    str | None,
    typer.Option(
        NAME,
        help="Of the programs that are measured.",
        show_default=unasked(TARGETS[0])[0],
        metavar="|".join(FORMATS),
        parser=_one_of(FORMATS),
    ),
]
Targets = Annotated[
    list[str] | None,
    typer.Option(
        "--target",
        help="Where it will run; may be given several times.",
        show_default=TARGETS[0],
        metavar="|".join(TARGETS),
        parser=_one_of(TARGETS),
    ),
]


def several_formats(unasked: str) -> Any:
    """The option, which may be given several times. ``unasked``: what is taken without it."""
    return typer.Option(
        NAME,
        help="Of a program; may be given several times.",
        show_default=unasked,
        metavar="|".join(FORMATS),
        parser=_one_of(FORMATS),
    )


def formerly(spelling: str) -> Any:
    """A hidden option that is still taken for one version, with a note; a list with commas."""
    return typer.Option(spelling, hidden=True)


def asked(formats: Sequence[str] | None, former: Sequence[str] | None, spelling: str) -> list[str]:
    """What was asked for, by either spelling."""
    if former is None:
        return list(formats or ())
    note_of_spelling(spelling, NAME)
    return [*(formats or ()), *(word for text in former for word in words(text) or [text])]


def note_of_spelling(former: str, now: str) -> None:
    """Says what an option is called now."""
    console(sys.stderr).print(f"{former} is called {now} now; the next version takes no other")
