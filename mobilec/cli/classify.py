"""`mobilec classify`: what does a program of a bundle say about a sentence?"""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.choices import Format
from mobilec.cli.output import failures, show

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
        show(result.to_json(), str(result), as_json=as_json)
