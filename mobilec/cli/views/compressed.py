"""What `mobilec compress` prints when it is done: layers, the model, its quality, what is next."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from mobilec.cli.views.costs import LEGEND, between_tokens, expectation, step_parts, totals_table
from mobilec.cli.views.quality import compressed_parts as quality_parts

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mobilec.compression.plan.report import CompressResult


def compressed_parts(result: "CompressResult") -> Iterator["RenderableType"]:
    """Everything, in the order in which it was done."""
    for number, step in enumerate(result.steps, start=1):
        yield from step_parts(number, step.plan, step.errors)
        yield ""
    steps = (
        (f"after {number}. {step.plan.method}", step.after)
        for number, step in enumerate(result.steps, start=1)
    )
    yield totals_table([("as it was", result.before), *steps])
    yield Text(LEGEND, style="dim")
    yield between_tokens(result.before, result.after)
    yield expectation(result.expected)
    yield ""
    if result.quality is not None:
        yield from quality_parts(result.quality)
    else:
        yield "Not measured: what the model still can; --eval FILE does it."
    yield from _next_steps(result)


def _next_steps(result: "CompressResult") -> Iterator[str]:
    folder = shlex.quote(str(result.folder))
    yield ""
    yield f"The model is in {folder}. Next:"
    yield f"  mobilec export {folder} --target android -o bundle/"
