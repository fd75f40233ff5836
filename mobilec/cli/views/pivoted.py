"""Translations through a language: a column for each language, and the time of each translator."""

from typing import TYPE_CHECKING

from mobilec.cli.views.lines import beams_of, by

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.evaluation.pivot import PivotResult


def table(result: "PivotResult") -> "Table":
    """A row for each text; milliseconds of the translators, one after the other."""
    from rich.table import Table
    from rich.text import Text

    first, *_ = result.programs
    shown = Table(first.source_language, box=None, pad_edge=False)
    for program in result.programs:
        shown.add_column(program.target_language)
    shown.add_column("ms", justify="right")
    for answer in result.answers:
        said = (Text(leg.translation) for leg in answer.legs)
        times = " + ".join(f"{leg.milliseconds:.1f}" for leg in answer.legs)
        shown.add_row(Text(answer.text), *said, times)
    return shown


def ran(result: "PivotResult") -> str:
    """What did, in words."""
    return ", then ".join(
        f"{program.bundle}/{by(program)}{beams_of(program.beams)}" for program in result.programs
    )


def rooms(result: "PivotResult") -> list[int]:
    """Tokens that the programs have room for."""
    return [program.longest_target for program in result.programs]
