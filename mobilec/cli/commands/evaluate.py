"""`mobilec evaluate`: how good are the exported programs on your data?"""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show

Reference = Annotated[
    str | None,
    typer.Option(help="The float model to compare with, where it is no longer where it was."),
]


def evaluate(
    bundle: Annotated[
        Path,
        typer.Argument(help="A bundle; or the folder of a checkpoint.", metavar="BUNDLE"),
    ],
    data: Annotated[Path, typer.Option(help="As --eval of mobilec export.")],
    reference: Reference = None,
    as_json: AsJson = False,
) -> None:
    """Accuracy and F1, or BLEU and chrF, of a bundle's programs, or a checkpoint, on your data."""
    with failures(as_json):
        from mobilec.cli.progress import watched
        from mobilec.cli.views.quality import evaluated_parts

        with watched() as progress:
            result = mobilec.evaluate(bundle, data, reference, progress)
        show(result.to_json(), *evaluated_parts(result), as_json=as_json)
