"""Plain linears made of tensors, and what stands in the seat of one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

import torch
from torch import nn

_TRAINED: ContextVar[bool] = ContextVar("trained", default=False)


@contextmanager
def made_to_train() -> Iterator[None]:
    """Within it, what is made of a layer's parameters passes gradients on to them."""
    before = _TRAINED.set(True)
    try:
        yield
    finally:
        _TRAINED.reset(before)


def plain_linear(weight: torch.Tensor, bias: torch.Tensor | None = None) -> nn.Linear:
    """A linear on ``weight`` (out, in) and ``bias`` (out,). Parameters are taken as they are, so
    that they stay shared; other tensors become parameters, but ``made_to_train``."""
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    take_(linear, "weight", weight)
    if bias is not None:
        take_(linear, "bias", bias)
    return linear


def take_(module: nn.Module, name: str, tensor: torch.Tensor) -> None:
    """Gives ``module`` a tensor in the place of its parameter ``name``, see ``plain_linear``."""
    if isinstance(tensor, nn.Parameter):
        setattr(module, name, tensor)
    elif _TRAINED.get():
        delattr(module, name)
        setattr(module, name, tensor)
    else:
        learns = tensor.is_floating_point()
        setattr(module, name, nn.Parameter(tensor.detach().contiguous(), requires_grad=learns))


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
