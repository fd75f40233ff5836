"""Tables of instructions."""

from typing import TYPE_CHECKING

from mobilec.cli.views.titled import titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from mobilec.arm.counting.counts import Counts
    from mobilec.benchmarking.counting.where import Where
    from mobilec.benchmarking.run import Run

_MILLION = 1e6
COLUMNS = ("all", "dot", "matrix", "multiply", "vector", "loads", "stores", "branches")


def counted_table(runs: "Sequence[Run]") -> "Table":
    """A row for each sentence of each variant, for loading, and for a translator's step."""
    columns = ("variant", "of", *COLUMNS, "MB read", "MB written", "cycles, at least")
    title = "Millions of ARM64 instructions, of the program's calls, and a bound of cycles; no time"
    table = titled(title, *columns)
    for column in table.columns[2:]:
        column.justify = "right"
    for run in runs:
        found = run.counted
        if found is None:
            continue
        name = f"{run.variant.bundle}, {run.variant.engine}, {found.processor}"
        rows = {"loading": found.load, "first answer": found.first_answer}
        cycles: dict[str, int | None] = {}
        for each in found.sentences:
            made = "" if each.target_tokens is None else f" to {each.target_tokens}"
            of = f"{each.name}, {each.source_tokens}{made} tokens"
            rows[of], cycles[of] = each.total, each.least_cycles
        step = found.sentence("middle").per_token
        if step is not None:
            rows["a token of the middle one"] = step
        for of, counts in rows.items():
            table.add_row(name, of, *_figures(counts), _millions(cycles.get(of)))
            name = ""
    return table


PRODUCTS = {"dot": "dot products", "matrix": "matrix products", "multiply": "widening products"}
"""Fields of Counts by which int8 is multiplied, in words."""


def places_table(found: "Where") -> "Table":
    """Where the instructions go, the largest first, and by what int8 is multiplied."""
    by = ", ".join(PRODUCTS[kind] for kind in found.uses) or "no product of int8"
    total = f"{found.total.instructions / _MILLION:.2f} million instructions"
    title = f"{found.file} on {found.processor}, the middle sentence: {total}; {by}"
    # As wide as the title, which rich would wrap to the width of the table.
    wide = "function".ljust(len(title) - len("share library mostly millions"))
    table = titled(title, "share", wide, "library", "mostly", "millions")
    for column in (table.columns[0], table.columns[4]):
        column.justify = "right"
    for place in found.places:
        millions = f"{place.counts.instructions / _MILLION:.2f}"
        table.add_row(
            f"{place.share:.1%}", place.function, place.library, mostly(place.counts), millions
        )
    return table


def mostly(counts: "Counts") -> str:
    """The largest kind of instructions, with its share."""
    kinds = {name: getattr(counts, name) or 0 for name in COLUMNS[1:]}
    name = max(kinds, key=kinds.__getitem__)
    return f"{name} {kinds[name] / max(1, counts.instructions):.0%}"


def _figures(counts: "Counts") -> tuple[str, ...]:
    numbers = (counts.instructions, *(getattr(counts, name) for name in COLUMNS[1:]))
    moved = (counts.read_bytes, counts.written_bytes)
    return tuple(_millions(number) for number in (*numbers, *moved))


def _millions(number: int | None) -> str:
    if number is None:
        return "-"
    return f"{number / _MILLION:.2f}" if number else "0"
