"""`mobilec classify`: what does a program of a bundle say about a sentence?"""

from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.formats import OneFormat
from mobilec.cli.options import AsJson, Bundle
from mobilec.cli.views.lines import Heard, by

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.evaluation.classify import Classified, ClassifyResult

Texts = Annotated[
    list[str] | None,
    typer.Argument(
        help="Sentences; without any, each line of stdin is one, and a blank one stays blank.",
        metavar="TEXT",
        show_default=False,
    ),
]
Pairs = Annotated[
    list[str] | None,
    typer.Option(
        "--pair",
        help="What stands beside TEXT, where the bundle labels pairs; one for each TEXT, in their "
        "order. On stdin both are one line with a tab between.",
        show_default=False,
        metavar="TEXT",
    ),
]


def classify(
    bundle: Bundle,
    texts: Texts = None,
    pairs: Pairs = None,
    chosen: OneFormat = None,
    as_json: AsJson = False,
) -> None:
    """Classifies sentences with an exported program: its label and share, a line for each."""
    if pairs and len(pairs) != len(texts or ()):
        raise typer.BadParameter(
            f"{len(pairs)} for {len(texts or ())} TEXT; give one for each", param_hint="--pair"
        )
    heard = Heard(texts, as_json)

    def told(answer: "Classified") -> None:
        heard.line(f"{answer.label}\t{answer.shares[answer.label]:.3f}")

    def ask() -> "ClassifyResult":
        asked = zip(texts, pairs, strict=True) if texts and pairs else heard.filled()
        return mobilec.classify(bundle, asked, chosen, told, keep=not heard.streams)

    heard.answer(ask, _table, by)


def _table(result: "ClassifyResult") -> "Table":
    from rich.table import Table
    from rich.text import Text

    paired = any(answer.pair is not None for answer in result.answers)
    texts = ("text", "pair") if paired else ("sentence",)
    table = Table(*texts, "label", box=None, pad_edge=False)
    for label in result.labels:
        table.add_column(label, justify="right")
    table.add_column("ms", justify="right")
    for answer in result.answers:
        shares = (f"{share:.3f}" for share in answer.shares.values())
        asked = [answer.text, answer.pair or ""][: len(texts)]
        table.add_row(*map(Text, asked), answer.label, *shares, f"{answer.milliseconds:.1f}")
    return table
