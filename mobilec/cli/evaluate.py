"""`mobilec evaluate`: how good are the exported programs on labelled data?"""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.output import failures, show

Reference = Annotated[
    str | None,
    typer.Option(help="The float model to compare with, where it is no longer where it was."),
]


def evaluate(
    bundle: Annotated[Path, typer.Argument(help="Folder with manifest.json.", metavar="BUNDLE")],
    data: Annotated[Path, typer.Option(help="Labelled sentences, .tsv or .jsonl.")],
    reference: Reference = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Accuracy and F1 of a bundle's programs on your data."""
    with failures(as_json):
        from mobilec.cli.progress import watched
        from mobilec.cli.quality import evaluated_table

        with watched() as progress:
            result = mobilec.evaluate(bundle, data, reference, progress)
        notes = [result.reference_note] if result.reference_note else []
        show(result.to_json(), evaluated_table(result), *notes, as_json=as_json)
