"""`mobilec report`: runs side by side, on a page for people or as rows for machines."""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.choices import ReportFormat
from mobilec.cli.formats import NAME, note_of_spelling
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show

Runs = Annotated[
    list[Path], typer.Argument(help="run.json files, or folders of them.", metavar="RUNS")
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="File to write.", show_default="stdout", metavar="FILE"),
]
Form = Annotated[
    ReportFormat | None,
    typer.Option("--as", help="What is written.", show_default="as the file's name ends"),
]
Former = Annotated[ReportFormat | None, typer.Option(NAME, hidden=True)]
Sizes = Annotated[
    list[Path] | None,
    typer.Option("--app-size", help="What mobilec size APP --json wrote.", metavar="JSON"),
]


def report(
    runs: Runs,
    output: Output = None,
    form: Form = None,
    former: Former = None,
    app_sizes: Sizes = None,
    as_json: AsJson = False,
) -> None:
    """Draws runs of phones and hosts side by side: one page that needs no network."""
    named = output.suffix.lstrip(".") if output else ""
    known = [each.value for each in ReportFormat]
    if former:
        note_of_spelling(NAME, "--as")
    chosen = form or former
    format_name = chosen.value if chosen else named if named in known else known[0]
    with failures(as_json):
        found = mobilec.report(runs, app_sizes or (), format_name)
        if output is None and not as_json:
            typer.echo(found.text, nl=False)
            return
        said = "nothing was written: give -o FILE"
        if output is not None:
            found.write(output)
            said = f"{output}: {len(found.rows)} runs, {len(found.text.encode()) / 1e3:.0f} kB"
        show(found.to_json(), said, as_json=as_json)
