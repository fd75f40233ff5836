"""`mobilec classify`: what does a program of a bundle say about a sentence?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.choices import Format
from mobilec.cli.output import failures, show

if TYPE_CHECKING:
    from rich.table import Table

    from mobilec.evaluation.classify import ClassifyResult

Chosen = Annotated[
    Format | None,
    typer.Option("--format", help="Which program runs.", show_default="the bundle's first"),
]


def classify(
    bundle: Annotated[Path, typer.Argument(help="Folder with manifest.json.", metavar="BUNDLE")],
    texts: Annotated[list[str], typer.Argument(help="Sentences.", metavar="TEXT")],
    chosen: Chosen = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Classifies sentences with an exported program."""
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched():
            result = mobilec.classify(bundle, texts, chosen.value if chosen else None)
        ran = f"by {result.file} ({result.format}, {result.precision})"
        show(result.to_json(), _table(result), ran, as_json=as_json)


def _table(result: "ClassifyResult") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("sentence", "label", box=None, pad_edge=False)
    for label in result.answers[0].shares:
        table.add_column(label, justify="right")
    for answer in result.answers:
        shares = (f"{share:.3f}" for share in answer.shares.values())
        table.add_row(Text(answer.text), answer.label, *shares)
    return table
