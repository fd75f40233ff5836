"""`mobilec verify`: is a finished bundle still what it says, here and on ARM?"""

from pathlib import Path
from typing import Annotated

import typer

import mobilec
from mobilec.cli.choices import Architecture
from mobilec.cli.lists import words
from mobilec.cli.options import AsJson, Bundle
from mobilec.cli.output import Status, failures, show


def verify(
    bundle: Bundle,
    arch: Annotated[Architecture, typer.Option(help="Where its programs run.")] = Architecture.HOST,
    cpu: Annotated[
        str, typer.Option(help="Emulated processors: mobilec arm processors", metavar="A,B")
    ] = "",
    reference: Annotated[
        str | None,
        typer.Option(help="The checkpoint it was made from, to compare every constant with."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Checks a finished bundle from its files alone, or with its checkpoint."""
    if reference is not None and arch is Architecture.ARM64:
        raise typer.BadParameter(
            "constants are the same on every processor; leave --arch out", param_hint="--reference"
        )
    if cpu and arch is not Architecture.ARM64:
        raise typer.BadParameter(
            "it chooses among ARM processors; add --arch arm64", param_hint="--cpu"
        )
    with failures(as_json):
        from mobilec.cli.progress import watched
        from mobilec.cli.views.findings import findings_table

        if arch is Architecture.ARM64:
            return _on_arm(bundle, words(cpu), as_json)
        with watched() as progress:
            result = mobilec.verify(bundle, progress, reference)
        failed = sum(not found.passed for found in result.findings)
        checks = len(result.findings)
        verdict = (
            f"{failed} of {checks} checks FAILED" if failed else f"{bundle} passed every check"
        )
        show(result.to_json(), findings_table(result.findings), verdict, as_json=as_json)
        if not result.passed:
            raise typer.Exit(Status.UNVERIFIED)


def _on_arm(bundle: Path, processors: tuple[str, ...], as_json: bool) -> None:
    from mobilec.arm.verify import verify_on_arm
    from mobilec.cli.progress import watched
    from mobilec.cli.views.findings import processors_table

    with watched() as progress:
        result = verify_on_arm(bundle, processors, progress)
    names = ", ".join(on.processor for on in result.processors)
    failed = [on.processor for on in result.processors if not on.passed]
    verdict = f"FAILED on {', '.join(failed)}" if failed else f"{bundle} passed on {names}"
    show(result.to_json(), processors_table(result), verdict, as_json=as_json)
    if not result.passed:
        raise typer.Exit(Status.UNVERIFIED)
