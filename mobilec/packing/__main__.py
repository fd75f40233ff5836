"""``python -m mobilec.packing``: make the folder of a shipped model from a trained one."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from exporters.errors import Refused

app = typer.Typer(add_completion=False)


@app.command()
def main(
    source: Annotated[Path, typer.Argument(help="Folder that mobilec train or compress wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder to write.")],
    dev: Annotated[
        Path, typer.Option(help="What to measure it on: labelled .tsv or .jsonl, or dev.en,dev.de.")
    ],
    test: Annotated[Path | None, typer.Option(help="The same, of text that chose nothing.")] = None,
    beams: Annotated[int | None, typer.Option(help="Beams of a translator's search.")] = None,
    no_repeat: Annotated[
        int | None, typer.Option(help="So many of its pieces in a row come once at most.")
    ] = None,
) -> None:
    """Store SOURCE as int8 rows, and record how good the stored model is."""
    # Imported late, so that --help answers without torch.
    from mobilec.packing.pack import Search, pack

    try:
        record = pack(source, output, dev, test, Search(beams, no_repeat))
    except Refused as refused:
        typer.echo(f"refused: {refused}", err=True)
        sys.exit(1)
    typer.echo(f"{output}: {record['stored']}")


if __name__ == "__main__":
    app()
