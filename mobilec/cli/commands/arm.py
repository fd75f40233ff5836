"""`mobilec arm`: what this machine needs to run programs on emulated ARM processors."""

from typing import Annotated

import typer

from mobilec.cli.group import Group
from mobilec.cli.options import AsJson
from mobilec.cli.output import EXIT_STATUS, failures, show
from mobilec.cli.views.sizes import megabytes

arm = typer.Typer(
    name="arm", cls=Group, help="Runs programs on ARM processors, emulated where this is none."
)


@arm.command(epilog=EXIT_STATUS)
def setup(
    count: Annotated[
        bool,
        typer.Option("--count", help="Also build what counts instructions: some minutes, once."),
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Throw away what is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fetches emulator, ARM libraries and runner into the user's cache: 0.2 GB, once."""
    with failures(as_json):
        from rich.table import Table

        from mobilec.arm.cache import default_cache
        from mobilec.arm.counting import setup as counting
        from mobilec.arm.setup import set_up
        from mobilec.cli.progress import watched

        cache, counters = default_cache(), counting.default_cache()
        if again:
            cache.remove()
        if again and count:
            counters.remove()
        with watched() as progress:
            done = set_up(cache, progress)
            if count:
                done = done.with_more(*counting.set_up(counters, progress))
        table = Table("part", "MB", box=None)
        for part, size in done.sizes.items():
            table.add_row(part, megabytes(size))
        show(
            done.to_json(), table, *done.notes, f"in {done.folder or 'no folder'}", as_json=as_json
        )


@arm.command(epilog=EXIT_STATUS)
def processors(as_json: AsJson = False) -> None:
    """Lists the processors that are emulated; * are those that are taken where none is named."""
    with failures(as_json):
        from dataclasses import asdict

        from rich.table import Table

        from mobilec.arm.processors import DEFAULT, PROCESSORS

        table = Table("", "processor", "for int8", "seen in", box=None)
        for processor in PROCESSORS.values():
            mark = "*" if processor.name in DEFAULT else ""
            instructions = ", ".join(processor.int8) or "nothing beyond every ARM64"
            table.add_row(mark, processor.name, instructions, processor.seen_in)
        document = {"processors": [asdict(processor) for processor in PROCESSORS.values()]}
        show(document, table, as_json=as_json)
