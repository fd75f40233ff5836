"""`mobilec translate`: how does a program of a bundle translate a text?"""

from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.formats import OneFormat
from mobilec.cli.options import AsJson, Bundle
from mobilec.cli.views.lines import Heard

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.evaluation.translate import TranslateResult

_SHOWN = 5
"""Places that a message names at most."""

Texts = Annotated[
    list[str] | None,
    typer.Argument(
        help="Texts of any length; without any, each line of stdin is one.",
        metavar="TEXT",
        show_default=False,
    ),
]
Beams = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="Beams of the search, up to those of the export; 1 is greedy.",
        show_default="as the manifest says",
        metavar="N",
    ),
]

AsIs = Annotated[
    bool,
    typer.Option(
        "--as-is",
        help="Every sentence goes to the model as it stands. Without this, numbers, emoji, "
        "addresses, placeholders and other scripts are handed through.",
    ),
]
JoinLines = Annotated[
    bool,
    typer.Option(
        "--join-lines",
        help="Lines were wrapped: a line goes on in the next one, up to a blank line.",
    ),
]


def translate(
    bundle: Bundle,
    texts: Texts = None,
    chosen: OneFormat = None,
    beams: Beams = None,
    as_is: AsIs = False,
    join_lines: JoinLines = False,
    as_json: AsJson = False,
) -> None:
    """Translates texts with an exported program, sentence by sentence, as an app would."""
    heard = Heard(texts, as_json, paragraphs=join_lines)

    def ask() -> "TranslateResult":
        from exporters.text.handling import Handling

        return mobilec.translate(
            bundle,
            heard.texts,
            chosen,
            beams,
            lambda answer: heard.line(answer.translation),
            Handling(as_is, join_lines),
        )

    heard.answer(ask, _table, _search, _cut)


def _search(result: "TranslateResult") -> str:
    return ", greedy" if result.beams == 1 else f", {result.beams} beams"


def _cut(result: "TranslateResult") -> str:
    """What was cut, if anything was: how many sentences, and of which texts."""
    places = [at for at, answer in enumerate(result.answers, start=1) if answer.cut]
    if not places:
        return ""
    count = sum(answer.cut for answer in result.answers)
    shown = ", ".join(map(str, places[:_SHOWN])) + (", ..." if len(places) > _SHOWN else "")
    return (
        f"{count} translation{'s' * (count > 1)} ended at {result.longest_target} tokens, where "
        f"the program has no more room (in text {shown}); export with a larger --max-target"
    )


def _table(result: "TranslateResult") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("text", "translation", box=None, pad_edge=False)
    for name in ("tokens", "ms"):
        table.add_column(name, justify="right")
    for answer in result.answers:
        counts = f"{answer.source_tokens} > {answer.target_tokens}"
        row = (Text(answer.text), Text(answer.translation), counts, f"{answer.milliseconds:.1f}")
        table.add_row(*row)
    return table
