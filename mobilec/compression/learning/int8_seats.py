"""Which layers of a model its exported program has in int8, and how each of them is executed."""

from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch import nn
from torch.nn import functional
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.registry import FAMILIES
from mobilec.compression.execution.execute import executable
from mobilec.compression.execution.sites import compressed_linears
from mobilec.layers.expanded_table import LOW_RANK
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.layers.plain import made_to_train
from mobilec.layers.seat import CompressedLayer
from mobilec.layers.word_table import TiedOutput, WordTable
from mobilec.training.frozen import frozen
from mobilec.training.rounding import Call, Seat

Forms = Mapping[int, str]
"""Of compressed layers, by id, the name of the form that each is executed in."""


def forms_of(model: PreTrainedModel, execution: str, format: str) -> Forms:
    """As ``mobilec export --execution`` chooses for files of ``format``. Refused: a form that is
    found by a decomposition, through which nothing can be learnt."""
    made = executable(model, execution, (format,))
    named = {path: choice.chosen.name for choice in made.linears for path in choice.paths}
    unseen = DENSE if execution == DENSE else FACTORED
    linears = {id(m): named.get(p, unseen) for p, m in compressed_linears(model).items()}
    words = {id(model.get_submodule(choice.path)): choice.form for choice in made.words}
    for choice in made.words:
        if choice.form == LOW_RANK:
            raise Refused(
                f"{choice.path} is executed as a low rank of its finished rows, which is found "
                f"anew at each export; give execution: {DENSE} or {FACTORED}, and export with "
                "--execution of the same"
            )
    return linears | words


def int8_seats(model: PreTrainedModel, forms: Forms) -> dict[nn.Module, Seat]:
    """Each layer that multiplies or looks up, with what computes it as it is executed. Tables that
    are never trained are none: a program keeps sines as they are."""
    found: dict[nn.Module, Seat] = {}
    inside: set[int] = set()
    never, family = frozen(model), FAMILIES.get(model.config.model_type)
    made_tables = () if family is None else family.made_tables
    for path, module in model.named_modules():
        if id(module) in inside:
            continue
        if isinstance(module, CompressedLayer | TiedOutput):
            inside |= {id(inner) for inner in module.modules()}
        made = made_tables and path.endswith(made_tables)
        form = partial(_tabled, module.forward) if made else _form(module, forms)
        if form is not None and f"{path}.weight" not in never:
            found[module] = Seat(form)
    return found


def _form(module: nn.Module, forms: Forms) -> Callable[[], Call] | None:
    if isinstance(module, TiedOutput):
        return partial(_output, module, forms[id(module.table)])
    if isinstance(module, CompressedLayer):
        return partial(_executed, module, forms[id(module)])
    if isinstance(module, nn.Linear | nn.Embedding):
        own = module.forward
        return lambda: own
    return None


def _tabled(own: Call) -> Call:
    """Of rows that a module makes, each of which is then looked up."""

    def call(x: torch.Tensor) -> torch.Tensor:
        rows = own(x)
        return functional.embedding(torch.arange(len(rows), device=rows.device), rows)

    return call


def _executed(layer: CompressedLayer, name: str) -> Call:
    with made_to_train():
        return layer.forms()[name]


def _output(output: TiedOutput, name: str) -> Call:
    table: WordTable = output.table
    with made_to_train():
        return table.word_forms()[name].output(output.bias)
