"""A compressed model as it is captured: plain layers in the seats of its compressed ones.

What is captured for export is always a tree of plain linears, tables, activations and reshapes, so
exporters know nothing of compression. What involves neither batch nor length is computed here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from torch import nn
from transformers import PreTrainedModel

from exporters.capture.network import twin
from mobilec.compression.execution.choice import AUTO, Choice, choices
from mobilec.compression.execution.sites import compressed_linears
from mobilec.compression.execution.word_tables import WordChoice, execute_words_
from mobilec.compression.execution.work import USUAL
from mobilec.compression.plan.costs import dense_multiply_adds
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.layers.seat import CompressedLayer, replace_


@dataclass(frozen=True)
class Executable:
    """``model``: of plain layers, on the parameters of the compressed one where they are used as
    they are. ``linears`` and ``words``: what was chosen; empty for a model that is dense anyway.
    """

    model: PreTrainedModel = field(repr=False)
    linears: tuple[Choice, ...] = ()
    words: tuple[WordChoice, ...] = ()


def executable(
    model: PreTrainedModel, execution: str = AUTO, formats: Collection[str] = (USUAL,)
) -> Executable:
    """``model`` is left as it is; a dense one is returned itself. ``formats``: that are to be
    written, as ``auto`` wants no linear slower in any of them."""
    if not is_compressed(model):
        return Executable(model)
    chosen = choices(model, execution, formats)
    forms = {path: choice.chosen.name for choice in chosen for path in choice.paths}
    copied, dense = twin(model), dense_multiply_adds(model)
    for path, layer in compressed_linears(copied).items():
        # What no example reached has nothing to compare by, and no use either.
        name = forms.get(path, DENSE if execution == DENSE else FACTORED)
        replace_(copied, path, layer.forms()[name])
    return Executable(copied, chosen, execute_words_(copied, execution, dense))


def is_compressed(model: nn.Module) -> bool:
    """Whether there is anything to choose."""
    return any(isinstance(module, CompressedLayer) for module in model.modules())
