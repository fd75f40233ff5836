"""Plain linears made of tensors, and what stands in the seat of one."""

from collections.abc import Sequence
from typing import cast

import torch
from torch import nn


def plain_linear(weight: torch.Tensor, bias: torch.Tensor | None = None) -> nn.Linear:
    """A linear on ``weight`` (out, in) and ``bias`` (out,). Parameters are taken as they are, so
    that they stay shared; other tensors become parameters."""
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    linear.weight = _parameter(weight)
    if bias is not None:
        linear.bias = _parameter(bias)
    return linear


def _parameter(tensor: torch.Tensor) -> nn.Parameter:
    if isinstance(tensor, nn.Parameter):
        return tensor
    return nn.Parameter(tensor.detach().contiguous(), requires_grad=tensor.is_floating_point())


class InSeat(nn.Module):
    """What a linear is asked for by the code around it: its widths.

    ``weight`` is None: T5 asks its linears for the type of their weights, where they are tensors.
    """

    weight = None

    def __init__(self, in_features: int, out_features: int) -> None:
        super().__init__()
        self.in_features, self.out_features = in_features, out_features


class Chain(InSeat):
    """Modules one after the other: y = f_n(... f_2(f_1(x)))."""

    def __init__(self, stages: Sequence[nn.Module], in_features: int, out_features: int) -> None:
        super().__init__(in_features, out_features)
        self.stages = nn.ModuleList(stages)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        for stage in self.stages:
            x = stage(x)
        return x


def chain(linears: Sequence[nn.Module]) -> Chain:
    """Linears, or what stands for them, one after the other."""
    first, last = linears[0].in_features, linears[-1].out_features
    return Chain(linears, cast(int, first), cast(int, last))
