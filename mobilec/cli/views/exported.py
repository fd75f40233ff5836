"""What `mobilec export` prints when it is done: sizes, quality, notes, and what to type next."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from mobilec.cli.views.quality import exported_parts as quality_parts
from mobilec.cli.views.sizes import legend, sizes_table, wording

if TYPE_CHECKING:
    from mobilec.exporting.export import ExportResult

LOWERING = "lowering to "
"""How the export names its stages; the rest of the name is the format."""


def exported_parts(result: "ExportResult") -> Iterator[RenderableType]:
    """Everything, in the order in which a person asks."""
    manifest = result.manifest
    lowered = {
        name.removeprefix(LOWERING): seconds
        for name, seconds in result.seconds.items()
        if name.startswith(LOWERING)
    }
    yield sizes_table(manifest, lowered)
    yield Text(legend(manifest), style="dim")
    if manifest.quality:
        yield ""
        yield from quality_parts(manifest.quality)
    yield ""
    yield from _notes(result)
    yield from _next_steps(result)


def _notes(result: "ExportResult") -> Iterator[str]:
    passed = len(result.findings)
    yield (
        f"{passed} checks passed; `mobilec verify` repeats them from the files, with --reference "
        "also those beside the checkpoint."
    )
    yield from _machines(result)
    kept = result.manifest.precision.kept_float
    if kept:
        yield f"Left in float ({result.manifest.precision.why}): {', '.join(kept)}"
    if not result.manifest.quality:
        yield f"Not measured: {wording(result.manifest).quality}; --eval FILE does it."
    yield from result.notes


def _machines(result: "ExportResult") -> Iterator[str]:
    """Where the figures above were seen, which hold for such a processor."""
    versions = ", ".join(f"{f.runtime} {f.runtime_version}" for f in result.manifest.files)
    for place in sorted({parity.verified_on for parity in result.manifest.parity}):
        yield f"Seen on {place}: {versions}"


def _next_steps(result: "ExportResult") -> Iterator[str]:
    folder, words = shlex.quote(str(result.folder)), wording(result.manifest)
    yield ""
    yield f"The bundle is in {folder}. Next:"
    yield f"  mobilec inspect {folder}                where every byte went"
    yield f"  mobilec evaluate {folder} --data FILE   {words.quality} on your sentences"
    pair = ' --pair "TEXT"' if result.manifest.text.pairs else ""
    command = f'mobilec {words.command} {folder} "TEXT"{pair}'
    yield f"  {command}        one text through a program"
