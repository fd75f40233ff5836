"""LayerDrop: each layer is left out of a training step by chance.

(Fan, Grave and Joulin, Reducing Transformer Depth on Demand with Structured Dropout, ICLR 2020,
section 3.1.) What is trained so loses little when layers are taken away afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.layers import Stack
from exporters.families.registry import FAMILIES, stacks_of


class DroppedLayers(nn.ModuleList):
    """The layers of a stack, of which ``rate`` are not there each time that they are gone through
    in training. ``certain``: so many first ones always are; and one is in any case."""

    def __init__(self, layers: Iterable[nn.Module], rate: float, certain: int) -> None:
        super().__init__(layers)
        self._rate, self._certain = rate, certain

    def __iter__(self) -> Iterator[nn.Module]:
        layers = [*super().__iter__()]
        if not self.training:
            return iter(layers)
        drawn = torch.rand(len(layers)).tolist()
        stay = [x for at, x in enumerate(layers) if at < self._certain or drawn[at] >= self._rate]
        # DeBERTa's loop has no answer where none is gone through.
        return iter(stay or layers[-1:])

    def __getitem__(self, at: Any) -> Any:
        """A part is a list of the same kind: some models go through ``layers[:n]``."""
        if not isinstance(at, slice):
            return super().__getitem__(at)
        part = DroppedLayers([*self._modules.values()][at], self._rate, self._certain)
        return part.train(self.training)


def droppable(model: PreTrainedModel) -> Sequence[Stack]:
    """The stacks whose layers can be left out. Refused: one layer that is passed again and
    again."""
    stacks = stacks_of(model)
    if not all(stack.path for stack in stacks):
        raise Refused(
            f"the layers of this {model.config.model_type} are one layer: none can be left out; "
            "leave layer_drop out"
        )
    return stacks


@contextmanager
def dropping_layers(model: PreTrainedModel, rate: float) -> Iterator[None]:
    """Within it, training leaves layers out at ``rate``; names of tensors are as ever."""
    if rate == 0:
        yield
        return
    # T5's first layer makes the bias by distance of all layers.
    certain = int(getattr(FAMILIES[model.config.model_type], "relative", False))
    before = {}
    for stack in droppable(model):
        holder, _, name = stack.path.rpartition(".")
        layers = model.get_submodule(stack.path)
        before[stack.path] = layers
        dropped = DroppedLayers(layers, rate, certain).train(model.training)  # type: ignore[arg-type]
        setattr(model.get_submodule(holder), name, dropped)
    try:
        yield
    finally:
        for path, layers in before.items():
            holder, _, name = path.rpartition(".")
            setattr(model.get_submodule(holder), name, layers)
