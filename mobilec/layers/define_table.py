"""The DeFINE embedding: map, expand, reduce (Mehta et al., ICLR 2020, section 3).

    e = T[id]                                                   map, to d_i numbers
    f^1 = F(e; W^1, g^1),  f^l = F(H(e, f^(l-1)); W^l, g^l)     expand, l = 1..N
    r = P H(e, f^N)                                             reduce, to d_o numbers

F is a linear layer in g^l groups with an activation, g^l = max(floor(g_max / 2^(l-1)), 1): the
first layers look at parts, the last at everything. H splits both into the groups of the next layer
and puts them side by side, a residual connection by concatenation.
"""

import math

import torch

from mobilec.layers.expanded_table import ExpandedTable, Hidden
from mobilec.layers.group_linear import GroupLinear, mixed


def define_groups(largest: int, depth: int) -> tuple[int, ...]:
    """g^1 to g^N."""
    return tuple(max(largest // 2**level, 1) for level in range(depth))


def define_widths(inner: int, widest: int, groups: tuple[int, ...]) -> tuple[int, ...]:
    """Outputs of the layers, from ``inner`` evenly up to ``widest``; each is rounded up to what the
    groups on both sides divide."""
    depth, following = len(groups), (*groups[1:], 1)
    even = (inner + (widest - inner) * (level + 1) / depth for level in range(depth))
    steps = (math.lcm(a, b) for a, b in zip(groups, following, strict=True))
    return tuple(-(-int(w) // step) * step for w, step in zip(even, steps, strict=True))


class SplitAndMix(Hidden):
    """The layers of the expansion; what comes out is H(e, f^N) for one group."""

    def __init__(
        self, inner: int, widths: tuple[int, ...], groups: tuple[int, ...], activation: str
    ) -> None:
        """``inner`` and ``widths`` are multiples of the groups that they are split into."""
        super().__init__(widths, groups, activation)
        self.inner = inner
        for level, (width, count) in enumerate(zip(widths, groups, strict=True)):
            before = widths[level - 1] if level else 0
            self.layers.append(GroupLinear(inner + before, width, count))

    @property
    def features(self) -> int:
        return self.inner + self.widths[-1]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., inner) to (..., features)."""
        following, running = (*self.schedule[1:], 1), x
        for layer, groups in zip(self.layers, following, strict=True):
            running = mixed(x, self.activation(layer(running)), groups)
        return running

    def carry_(self, inner: int) -> torch.Tensor:
        """The residual connection carries x to the end by itself."""
        return torch.eye(self.features, inner, dtype=next(self.parameters()).dtype)


class DefineTable(ExpandedTable):
    """See the module."""

    name = "define-table"

    @staticmethod
    def network(
        inner: int, widths: tuple[int, ...], groups: tuple[int, ...], activation: str
    ) -> Hidden:
        return SplitAndMix(inner, widths, groups, activation)
