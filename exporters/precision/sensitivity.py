"""Which layers int8 hurts most: each alone is made int8, and the answers are compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from exporters.precision.emulate import emulated
from exporters.precision.layers import quantized_layers

Inputs = Sequence[tuple[torch.Tensor, ...]]


@dataclass(frozen=True)
class Sensitivity:
    """``error``: squared distance of the logits that this layer's int8 alone causes, summed."""

    path: str
    error: float


def sensitivities(
    module: nn.Module, inputs: Inputs, doing: Callable[[str], None]
) -> tuple[Sensitivity, ...]:
    """Every layer that can be int8, the worst first."""
    reference = answers(module, inputs)
    found = []
    for path in quantized_layers(module):
        doing(path)
        rounded = answers(emulated(module, frozenset({path})), inputs)
        found.append(Sensitivity(path, float(((rounded - reference) ** 2).sum())))
    return tuple(sorted(found, key=lambda s: -s.error))


@torch.inference_mode()
def answers(module: nn.Module, inputs: Inputs) -> torch.Tensor:
    """(inputs, labels): the logits of every input, one at a time."""
    return torch.cat([module(*sample) for sample in inputs])
