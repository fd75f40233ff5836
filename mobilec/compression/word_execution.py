"""How tables of words and the layers tied to them are executed: chosen for all of them at once.

A phone keeps a table once, and looks words up in what the output layer multiplies with. So both
get their form together, on the same parameters.
"""

from dataclasses import dataclass

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compression.costs import totals
from mobilec.layers.cost import Cost
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.layers.seat import replace_, seats_of
from mobilec.layers.word_table import TiedOutput, WordTable

AUTO = "auto"

SHARE = 0.1
"""Of a model's multiply-adds a form of its table may take so much more than the fastest form, if it
needs fewer bytes: most bytes of a small model are its table."""


@dataclass(frozen=True)
class WordChoice:
    """``path``: the first seat of the table. ``form``: its name. ``costs``: of all forms by name,
    with a tied output layer where there is one."""

    path: str
    form: str
    reason: str
    costs: dict[str, Cost]


def execute_words_(model: PreTrainedModel, asked: str = AUTO) -> tuple[WordChoice, ...]:
    """Replaces every compressed table, and each layer that is tied to one, by plain modules.

    ``asked``: ``factored``, ``dense`` or ``auto``.
    """
    limit = int(SHARE * totals(model).multiply_adds)
    tables = {id(m): m for m in model.modules() if isinstance(m, WordTable)}
    return tuple(_executed_(model, table, asked, limit) for table in tables.values())


def chosen_form(costs: dict[str, Cost], asked: str, limit: int) -> tuple[str, str]:
    """The name of a form, and why it. ``limit``: multiply-adds a token beyond the fastest."""
    if asked in (DENSE, FACTORED):
        return asked, "asked for"
    if asked != AUTO:
        raise Refused(f"the execution {asked!r} is not known; it can be auto, factored or dense")
    fastest = min(cost.multiply_adds for cost in costs.values())
    quick = {n: c for n, c in costs.items() if c.multiply_adds <= fastest + limit}
    name = min(quick, key=lambda n: (quick[n].int8_bytes, quick[n].multiply_adds))
    return name, (
        f"{quick[name].int8_bytes} bytes in int8 and {quick[name].multiply_adds} multiply-adds a "
        f"token: the fewest bytes of the forms that take at most {limit} more than the fastest"
    )


def _executed_(model: PreTrainedModel, table: WordTable, asked: str, limit: int) -> WordChoice:
    outputs = [m for m in model.modules() if isinstance(m, TiedOutput) and m.table is table]
    inside = {f"{path}.table" for output in outputs for path in seats_of(model, output)}
    path = next(seat for seat in seats_of(model, table) if seat not in inside)
    costs = dict(table.form_costs(tied=bool(outputs)))
    name, reason = chosen_form(costs, asked, limit)
    form = table.word_forms()[name]
    for output in outputs:
        replace_(model, seats_of(model, output)[0], form.output(output.bias))
    replace_(model, path, form.lookup)
    return WordChoice(path, name, reason, costs)
