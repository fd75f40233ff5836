"""`mobilec verify`: is a finished bundle still what it says?"""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.output import Status, failures, show


def verify(
    bundle: Annotated[Path, typer.Argument(help="Folder with manifest.json.", metavar="BUNDLE")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Checks a finished bundle from its files alone."""
    with failures(as_json):
        from mobilec.cli.findings import findings_table
        from mobilec.cli.progress import watched

        with watched() as progress:
            result = mobilec.verify(bundle, progress)
        failed = sum(not found.passed for found in result.findings)
        checks = len(result.findings)
        verdict = (
            f"{failed} of {checks} checks FAILED" if failed else f"{bundle} passed every check"
        )
        show(result.to_json(), findings_table(result.findings), verdict, as_json=as_json)
        if not result.passed:
            raise typer.Exit(Status.UNVERIFIED)
