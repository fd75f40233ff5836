"""A linear layer in groups, each of which sees its own part of the input.

    Y = [X_1 W_1, ..., X_g W_g],    X = [X_1, ..., X_g]

(Mehta et al., Pyramidal Recurrent Unit, EMNLP 2018, section 3.1.) It takes in x out / g
multiply-adds. The groups are plain linears, so it goes into a file as it is.
"""

import torch
from torch import nn

from mobilec.layers.cost import NOTHING, Cost, linear


class GroupLinear(nn.Module):
    """``in_features`` and ``out_features`` are multiples of ``groups``."""

    def __init__(self, in_features: int, out_features: int, groups: int, bias: bool = True) -> None:
        super().__init__()
        assert in_features % groups == out_features % groups == 0, "groups are of one size"
        self.in_features, self.out_features = in_features, out_features
        sizes = (in_features // groups, out_features // groups)
        self.groups = nn.ModuleList(nn.Linear(*sizes, bias=bias) for _ in range(groups))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        if len(self.groups) == 1:
            whole: torch.Tensor = self.groups[0](x)
            return whole
        parts = x.chunk(len(self.groups), dim=-1)
        return torch.cat([own(part) for own, part in zip(self.groups, parts, strict=True)], -1)

    def cost(self) -> Cost:
        """Of all groups, for one token."""
        return sum((_cost(own) for own in self.groups), NOTHING)


def shuffled(x: torch.Tensor, groups: int) -> torch.Tensor:
    """(..., n): takes a number of each group in turn, so that every group of the next layer sees
    all of this one (DeLighT, Mehta et al., ICLR 2021, section 3.1)."""
    split = x.reshape(*x.shape[:-1], groups, -1)
    return split.transpose(-1, -2).reshape(x.shape)


def mixed(first: torch.Tensor, then: torch.Tensor, groups: int) -> torch.Tensor:
    """(..., n) and (..., m) to (..., n + m): both split into groups, each group of the one before
    that of the other (DeFINE, Mehta et al., ICLR 2020, section 3.1: split and mix)."""
    if groups == 1:
        return torch.cat((first, then), -1)
    parts = zip(first.chunk(groups, -1), then.chunk(groups, -1), strict=True)
    return torch.cat([each for pair in parts for each in pair], -1)


def _cost(layer: nn.Module) -> Cost:
    assert isinstance(layer, nn.Linear), "groups are plain linears"
    return linear(layer.in_features, layer.out_features, layer.bias is not None)
