"""Tables of what layers and models cost, before and after."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mobilec.cli.views.sizes import megabytes
from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from mobilec.compressed.step import StepPlan
    from mobilec.compression.method import LayerError
    from mobilec.compression.plan.costs import Expected, Totals
    from mobilec.layers.cost import Cost

FIGURES = ("parameters", "int8 bytes", "multiply-adds a token")
LEGEND = (
    "int8 bytes: matrices with one scale a row, the rest in float32. Multiply-adds: of matrices, "
    "for one token (a translator: one of the source and one of the target)."
)


def step_parts(
    number: int, plan: "StepPlan", errors: Sequence["LayerError"] = ()
) -> Iterator["RenderableType"]:
    """A step's layers, one a row, and what it says of itself."""
    asked = _options(plan)
    title = f"step {number}: {plan.method}" + (f" ({asked})" if asked else "")
    table = titled(title, "layer", "becomes")
    for figure in FIGURES:
        table.add_column(figure, justify="right")
    if errors:
        table.add_column("error", justify="right")
        table.add_column("of outputs", justify="right")
    table.add_column("note")
    found = {error.path: error for error in errors}
    for seat in (*plan.seats, *plan.shared):
        near = _nearness(found.get(seat.path)) if errors else ()
        table.add_row(seat.path, seat.layer, *_changes(seat.before, seat.after), *near, seat.note)
    if plan.seats:
        table.add_row("all of these", "", *_changes(plan.before, plan.after))
        yield table
    else:
        yield title
    yield from plan.notes


def totals_table(rows: Sequence[tuple[str, "Totals"]]) -> "Table":
    """The whole model as it was and after each step; the first row is the measure of the others."""
    table = titled("the whole model", "", *())
    for figure in ("parameters", "int8 MB", FIGURES[2]):
        table.add_column(figure, justify="right")
        table.add_column("")
    first = rows[0][1]
    for name, now in rows:
        table.add_row(
            name,
            f"{now.parameters:,}",
            _times(now.parameters, first.parameters),
            megabytes(now.int8_bytes),
            _times(now.int8_bytes, first.int8_bytes),
            f"{now.multiply_adds:,}",
            _times(now.multiply_adds, first.multiply_adds),
        )
    return table


def between_tokens(before: "Totals", after: "Totals") -> str:
    """In words what attention multiplies beside the matrices."""
    if before.attention is None or after.attention is None:
        return "Between tokens: not counted, as the model's family has no map of its attention."
    was, now = before.attention.multiply_adds, after.attention.multiply_adds
    return (
        f"Between tokens: attention multiplies and adds {was:,} > {now:,} ({_times(now, was)}) for "
        f"one token of a text of {after.attention.tokens}."
    )


def expectation(expected: "Expected") -> str:
    """In words what it does to the time, and how that is known."""
    return (
        f"Expected time: {expected.long:.2f} times that of the model before for a text of many "
        f"tokens (by its multiply-adds), {expected.single:.2f} for a single token such as a step "
        f"of a decoder (by the bytes of the matrices that it is multiplied with). What attention "
        f"multiplies between tokens, norms and calls are not in it, and where they take their time "
        f"as before the true gain is smaller; mobilec bench measures."
    )


def _options(plan: "StepPlan") -> str:
    """What the step was asked for beside what it does unasked."""
    from mobilec.compression.recipe.keys import unasked
    from mobilec.compression.registry import method_of

    usual = unasked(method_of(plan.method).options)
    asked = {k: v for k, v in plan.options.items() if k not in usual or usual[k] != v}
    return ", ".join(f"{key}: {value}" for key, value in asked.items())


def _changes(before: "Cost", after: "Cost") -> Iterator[str]:
    yield f"{before.parameters:,} > {after.parameters:,}"
    yield f"{before.int8_bytes:,} > {after.int8_bytes:,}"
    yield f"{before.multiply_adds:,} > {after.multiply_adds:,}"


def _nearness(error: "LayerError | None") -> tuple[str, str]:
    if error is None:
        return "", ""
    return f"{error.weight:.4f}", "" if error.output is None else f"{error.output:.4f}"


def _times(now: int, first: int) -> str:
    return f"x {now / first:.3f}" if first else ""
