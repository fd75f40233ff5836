"""`mobilec shortlist`: which words may a sentence become?"""

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

    from mobilec.shortlisting.coverage import Coverage
    from mobilec.shortlisting.shortlist import ShortlistResult

LEGEND = (
    "allowed: target words of a sentence. words: of the references' words, how many are allowed. "
    "whole: references all of whose words are. The pairs that it was learnt from look better than "
    "others do."
)

Model = Annotated[
    str,
    typer.Argument(
        help="A translator: hub id, folder, or name of a shipped model.", metavar="MODEL"
    ),
]
Pairs = Annotated[
    Path,
    typer.Option(
        help="Sentences with translations to learn from: .tsv, .jsonl, or train.en,train.de.",
        metavar="FILE",
    ),
]
Output = Annotated[Path, typer.Option("-o", "--output", help="File to write.", metavar="FILE")]
First = Annotated[
    int, typer.Option(help="So many of the most frequent target words are always allowed.")
]
Best = Annotated[int, typer.Option(help="At most so many target words for each source word.")]
Prune = Annotated[
    float, typer.Option(help="The least probability of a target word where a source word stands.")
]
Evaluation = Annotated[
    Path | None,
    typer.Option("--eval", help="Other pairs: how much of them it covers.", metavar="FILE"),
]


def shortlist(
    model: Model,
    pairs: Pairs,
    output: Output,
    first: First = 100,
    best: Best = 100,
    prune: Prune = 0.0,
    evaluation: Evaluation = None,
    source_language: CodeOfSource = None,
    target_language: CodeOfTarget = None,
    prefix: WordsBefore = None,
    overwrite: OverwriteFile = False,
    as_json: AsJson = False,
) -> None:
    """Learns from translated sentences which target words a source word may become."""
    with failures(as_json):
        from mobilec.cli.progress import watched

        with watched() as progress:
            options = mobilec.ShortlistOptions(
                model=model,
                pairs=pairs,
                output=output,
                first=first,
                best=best,
                prune=prune,
                evaluation=evaluation,
                source_language=source_language,
                target_language=target_language,
                prefix=prefix,
                overwrite=overwrite,
            )
            result = mobilec.shortlist(options, progress)
        show(result.to_json(), *_parts(result), as_json=as_json)


def _parts(result: "ShortlistResult") -> "Iterator[Table | str]":
    from mobilec.cli.views.titled import titled

    table = titled(f"{result.path} ({result.size_bytes:,} bytes)", "pairs")
    for name in ("number", "allowed", "most", "words %", "whole %"):
        table.add_column(name, justify="right")
    table.add_row("learnt from", *_row(result.own))
    if result.held_out is not None:
        table.add_row("--eval", *_row(result.held_out))
    yield table
    yield LEGEND
    aside = f"; {result.left_aside:,} were too long" if result.left_aside else ""
    yield (
        f"{result.entries:,} entries from {result.pairs:,} pairs{aside}: {result.seen:,} of "
        f"{result.source_words:,} source words stand in them, and {result.target_words:,} target "
        f"words there are"
    )


def _row(found: "Coverage") -> tuple[str, ...]:
    shares = (f"{100 * share:.1f}" for share in (found.words, found.whole))
    return f"{found.pairs:,}", f"{found.mean_allowed:,.0f}", f"{found.most_allowed:,}", *shares
