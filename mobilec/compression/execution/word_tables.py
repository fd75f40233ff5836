"""How tables of words and the layers tied to them are executed: chosen for all of them at once.

A phone keeps a table once, and looks words up in what the output layer multiplies with. So both
get their form together, on the same parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compression.execution.work import RATES, USUAL
from mobilec.compression.plan.costs import dense_multiply_adds, is_holder, totals
from mobilec.layers.cost import Cost
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.layers.seat import replace_, seats_of
from mobilec.layers.word_table import TiedOutput, WordTable

AUTO = "auto"

SHARE = 0.1
"""Of a model's multiply-adds a form of its table may take so much more than the fastest form, if it
needs fewer bytes: most bytes of a small model are its table."""

SLOWER = 0.01
"""And of the dense model's multiply-adds the whole model may take so much more than that. What a
phone computes for looked up rows takes about twice the time of as many multiply-adds elsewhere: of
MiniLM (64 tokens, int8, one thread, medians of 120 calls in turn) rows that cost 0.7 % of them take
1.00 of the dense model's time in both .pte and .onnx, 1.1 % take 1.02 and 1.00, 2.9 % 1.03 and
1.07."""

PRODUCT = 10_000
"""Multiply-adds that count for every product of a lookup but the first: each rounds what it reads
and scales what it gives. Of 0.8 % of MiniLM's, in two products and in seven, rows take 0.99 and
1.03 of the dense model's time in .pte, 1.01 and 1.04 in .onnx."""

(_OF,) = RATES[USUAL]
STEP_PRODUCT = round(_OF.call / (_OF.multiply + _OF.move))
"""Multiply-adds of one row that take as long as a call. A tied table is a decoder's, and of its
step every form but the finished rows makes two calls more: for the row, and for the scores. So it
has no part of ``SLOWER`` either: with it DeFINE at a quarter, in factors that are 8 % smaller than
finished rows and 5 % fewer multiply-adds, took 1.03 of the dense translator's time."""


@dataclass(frozen=True)
class WordChoice:
    """``path``: the first seat of the table. ``form``: its name. ``costs``: of all forms by name,
    with a tied output layer where there is one."""

    path: str
    form: str
    reason: str
    costs: dict[str, Cost]


def execute_words_(
    model: PreTrainedModel, asked: str = AUTO, dense: int | None = None
) -> tuple[WordChoice, ...]:
    """Replaces every compressed table, and each layer that is tied to one, by plain modules.

    ``asked``: ``factored``, ``dense`` or ``auto``. ``dense``: multiply-adds of the model with
    dense layers; unasked those of ``model``, whose other layers nobody replaced yet.
    """
    dense = dense_multiply_adds(model) if dense is None else dense
    tables = {id(m): m for m in model.modules() if isinstance(m, WordTable)}
    return tuple(_executed_(model, table, asked, dense) for table in tables.values())


def chosen_form(
    costs: Mapping[str, Cost], asked: str, limit: int, products: int = 1, tied: bool = False
) -> tuple[str, str]:
    """The name of a form, and why it. ``limit``: multiply-adds a token; the fastest form is within
    any limit. ``products``: of a lookup in the factored form, see ``PRODUCT``. ``tied``: to an
    output layer, see ``STEP_PRODUCT``."""
    if asked in (DENSE, FACTORED):
        return asked, "asked for"
    if asked != AUTO:
        raise Refused(f"the execution {asked!r} is not known; it can be auto, factored or dense")
    taken = {name: cost.multiply_adds for name, cost in costs.items()}
    taken[FACTORED] += (products - 1) * PRODUCT
    if tied:
        taken = {name: n + 2 * STEP_PRODUCT * (name != DENSE) for name, n in taken.items()}
    most = max(limit, min(taken.values()))
    name = _smallest({n: cost for n, cost in costs.items() if taken[n] <= most})
    reason = (
        f"{_words(costs[name])}: the fewest bytes of the forms that take at most {most}, which is "
        "no slower than the dense model"
    )
    least = _smallest(costs)
    if least != name:
        reason += f" ({least} would have {_words(costs[least])})"
    return name, reason


def _smallest(costs: Mapping[str, Cost]) -> str:
    return min(costs, key=lambda name: (costs[name].int8_bytes, costs[name].multiply_adds))


def _words(cost: Cost) -> str:
    return f"{cost.int8_bytes} bytes in int8 and {cost.multiply_adds} multiply-adds a token"


def _executed_(model: PreTrainedModel, table: WordTable, asked: str, dense: int) -> WordChoice:
    outputs = [m for m in model.modules() if isinstance(m, TiedOutput) and m.table is table]
    inside = {f"{path}.table" for output in outputs for path in seats_of(model, output)}
    seats = [seat for seat in seats_of(model, table) if seat not in inside]
    found = sum(not is_holder(seat) for seat in seats)
    costs = _costs(table, found, bool(outputs))
    stored = sum(output.cost().multiply_adds for output in outputs)
    slack = 0 if outputs else int(SLOWER * dense)
    limit = _limit(model, costs, found * table.cost().multiply_adds + stored, dense + slack)
    products = sum(isinstance(module, nn.Linear) for module in table.modules())
    name, reason = chosen_form(costs, asked, limit, products, bool(outputs))
    form = table.word_forms()[name]
    for output in outputs:
        replace_(model, seats_of(model, output)[0], form.output(output.bias))
    replace_(model, seats[0], form.lookup)
    return WordChoice(seats[0], name, reason, costs)


def _costs(table: WordTable, lookups: int, tied: bool) -> dict[str, Cost]:
    """Of each form, for a token of each of the ``lookups``: of the source, and of the target."""
    whole = table.form_costs(tied=tied)
    if lookups == 1:
        return dict(whole)
    one = table.form_costs(tied=False) if tied else whole
    again = {name: Cost(0, 0, (lookups - 1) * cost.multiply_adds) for name, cost in one.items()}
    return {name: cost + again[name] for name, cost in whole.items()}


def _limit(model: PreTrainedModel, costs: Mapping[str, Cost], stored: int, most: int) -> int:
    """The multiply-adds that a form may take, see ``SHARE``. ``stored``: what the table takes as it
    is stored. ``most``: what the whole model may take."""
    whole = totals(model).multiply_adds
    fastest = min(cost.multiply_adds for cost in costs.values())
    room = most - (whole - stored)
    return min(room, fastest + int(SHARE * whole))
