"""`mobilec translate`: how does a program of a bundle translate a text?"""

from collections.abc import Callable, Iterable
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.formats import OneFormat
from mobilec.cli.options import AsJson, Bundle
from mobilec.cli.views import pivoted
from mobilec.cli.views.cut_short import CutShort
from mobilec.cli.views.lines import Heard, beams_of, by

if TYPE_CHECKING:
    from rich.table import Table

    from exporters.text.handling import Handling
    from mobilec.evaluation.pivot import Pivoted
    from mobilec.evaluation.translate import Translated, TranslateResult

    Asked = tuple[Iterable[str], str | None, int | None, Callable[..., None], Handling, bool]

Texts = Annotated[
    list[str] | None,
    typer.Argument(
        help="Texts of any length, behind further bundles if there are any; without a text, each "
        "line of stdin is one.",
        metavar="[BUNDLE]... [TEXT]",
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
    """Translates texts with an exported program, sentence by sentence, as an app would.

    Further bundles may stand before the texts: each reads the language that the one before it
    writes, and all translate as one.
    """
    further, typed = _bundles_first(texts or [])
    heard, cut = Heard(typed or None, as_json, paragraphs=join_lines), CutShort()

    def told(answer: "Translated | Pivoted") -> None:
        heard.line(answer.translation)
        cut.note(answer)

    def asked() -> "Asked":
        from exporters.text.handling import Handling

        handling = Handling(as_is, join_lines)
        return heard.texts, chosen, beams, told, handling, not heard.streams

    if further:
        folders = [bundle, *map(Path, further)]
        heard.answer(
            lambda: mobilec.pivot(folders, *asked()),
            pivoted.table,
            pivoted.ran,
            lambda result: cut.words(pivoted.rooms(result)),
        )
    else:
        heard.answer(
            lambda: mobilec.translate(bundle, *asked()),
            _table,
            _ran,
            lambda result: cut.words([result.longest_target]),
        )


def _bundles_first(words: list[str]) -> tuple[list[str], list[str]]:
    """Bundles, and the texts behind them."""
    bundles = list(takewhile(_is_bundle, words))
    return bundles, words[len(bundles) :]


def _is_bundle(word: str) -> bool:
    """Whether a word is a bundle's folder and no text; one that ends as a folder does is refused
    where it is none."""
    if (Path(word) / "manifest.json").is_file():
        return True
    return word.endswith("/") and "://" not in word and not any(map(str.isspace, word))


def _ran(result: "TranslateResult") -> str:
    return by(result) + beams_of(result.beams)


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
