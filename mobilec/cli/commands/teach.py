"""`mobilec teach`: what a student may learn from its teacher's translations."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import mobilec
from mobilec.cli.options import (
    AsJson,
    CodeOfSource,
    CodeOfTarget,
    OverwriteFile,
    WordsBefore,
)
from mobilec.cli.output import failures, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from mobilec.teaching.teach import TeachResult

Model = Annotated[
    str,
    typer.Argument(
        help="The teacher, a translator: hub id, folder, or name of a shipped model.",
        metavar="MODEL",
    ),
]
Texts = Annotated[
    list[Path],
    typer.Option(
        help="What it translates: a text a line, or pairs (.tsv, .jsonl) of which the sources are "
        "taken; may be given several times.",
        metavar="FILE",
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", help="File to write.", metavar="FILE.tsv")]
Beams = Annotated[int, typer.Option(help="Hypotheses that the search keeps.")]
BatchPieces = Annotated[
    int, typer.Option(help="Pieces that are searched at once, with padding: more are faster.")
]
Longest = Annotated[int, typer.Option(help="Pieces of a sentence; longer ones are cut.")]
Ratio = Annotated[
    float, typer.Option(help="So many times longer may one side be than the other, in characters.")
]
Jobs = Annotated[int, typer.Option(help="Processes, each on one thread; the file is the same.")]


def teach(
    model: Model,
    texts: Texts,
    output: Output,
    beams: Beams = 4,
    batch_pieces: BatchPieces = 2048,
    longest: Longest = 128,
    ratio: Ratio = 3.0,
    jobs: Jobs = 1,
    source_language: CodeOfSource = None,
    target_language: CodeOfTarget = None,
    prefix: WordsBefore = None,
    overwrite: OverwriteFile = False,
    as_json: AsJson = False,
) -> None:
    """Translates texts for a student to learn from; repeat it to go on with a killed run."""
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched() as progress:
            options = mobilec.TeachOptions(
                model=model,
                texts=tuple(texts),
                output=output,
                beams=beams,
                batch_pieces=batch_pieces,
                longest=longest,
                ratio=ratio,
                jobs=jobs,
                source_language=source_language,
                target_language=target_language,
                prefix=prefix,
                overwrite=overwrite,
            )
            result = mobilec.teach(options, progress)
        show(result.to_json(), *_parts(result), as_json=as_json)


def _parts(result: "TeachResult") -> "Iterator[Table | str]":
    from mobilec.cli.views.titled import titled

    table = titled(str(result.path), "sentences")
    table.add_column("number", justify="right")
    table.add_row("pairs", f"{result.pairs:,}")
    for reason, count in result.left_aside.items():
        table.add_row(f"left aside: {reason}", f"{count:,}")
    yield table
    yield (
        f"{result.lines:,} lines have {result.sentences:,} sentences, and {result.again:,} that "
        f"had come before"
    )
