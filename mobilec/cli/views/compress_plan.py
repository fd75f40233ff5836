"""What `mobilec compress --dry-run` prints: each step's layers, then the model as a whole."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from mobilec.cli.views.costs import LEGEND, between_tokens, expectation, step_parts, totals_table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mobilec.compression.plan.plan import CompressionPlan


def plan_parts(plan: "CompressionPlan") -> Iterator["RenderableType"]:
    """In the order of the steps."""
    from mobilec.compression.plan.costs import expected

    yield f"{plan.model}: {plan.architecture}, {plan.task}"
    for number, step in enumerate(plan.steps, start=1):
        yield ""
        yield from step_parts(number, step.plan)
    yield ""
    steps = (
        (f"after {number}. {step.plan.method}", step.after)
        for number, step in enumerate(plan.steps, start=1)
    )
    yield totals_table([("as it is", plan.before), *steps])
    yield Text(LEGEND, style="dim")
    yield between_tokens(plan.before, plan.after)
    yield expectation(expected(plan.before, plan.after))
    yield "This is a plan: nothing was written."
