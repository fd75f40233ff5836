"""A linear layer whose matrix is a tensor train.

    y(i_1 ... i_d) = sum over j of G_1[i_1, j_1] G_2[i_2, j_2] ... G_d[i_d, j_d] x(j_1 ... j_d) + b

with G_k[i, j] a matrix (rank before, rank after) (Novikov et al. 2015, section 4). Widths are
folded into balanced sizes; one that has none, such as a prime, is padded (``tensors.modes``).
"""

from math import prod
from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.linear_layer import copy_bias_
from mobilec.layers.network_layer import NetworkLinear
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors import modes
from mobilec.layers.tensors.network import Network
from mobilec.layers.tensors.tensor_train import cores_of

Folded = tuple[int, ...]


class TensorTrainLinear(NetworkLinear):
    """See the module. Parameters: ``cores`` (rank before, row mode, column mode, rank after)."""

    name = "tensor-train-linear"

    def __init__(
        self, in_features: int, out_features: int, ranks: tuple[int, ...], bias: bool
    ) -> None:
        """``ranks``: between neighbours, so one less than there are cores."""
        super().__init__()
        self._set_sizes_(in_features, out_features, bias)
        self.rows, self.columns = foldings(in_features, out_features, len(ranks) + 1)
        self.ranks = ranks
        # The variance of a sum over all ranks and columns is then 1.
        scale = (prod(self.columns) * prod(ranks)) ** (-0.5 / len(self.rows))
        self.cores = nn.ParameterList(
            nn.Parameter(torch.randn(shape) * scale) for shape in self._shapes()
        )

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        ranks = tuple(sizes["ranks"])
        return cls(sizes["in_features"], sizes["out_features"], ranks, sizes["bias"])

    @classmethod
    def from_dense(cls, dense: nn.Linear, ranks: tuple[int, ...]) -> Self:
        """The train that successive SVDs make of the trained matrix."""
        layer = cls(dense.in_features, dense.out_features, ranks, dense.bias is not None)
        cores = cores_of(dense.weight, layer.rows, layer.columns, ranks)
        layer.cores = nn.ParameterList(nn.Parameter(core) for core in cores)
        copy_bias_(layer, dense)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {
            "in_features": self.in_features,
            "out_features": self.out_features,
            "ranks": list(self.ranks),
            "bias": self.bias is not None,
        }

    @property
    def network(self) -> Network:
        return network_of(self.rows, self.columns, self.ranks)

    def tensors(self) -> list[torch.Tensor]:
        """Cores without the ranks of 1 at both ends."""
        first, *others = list(self.cores)
        inside = [first[0], *others]
        return [*inside[:-1], inside[-1][..., 0]]

    def _shapes(self) -> list[tuple[int, int, int, int]]:
        ends = (1, *self.ranks, 1)
        return list(zip(ends, self.rows, self.columns, ends[1:], strict=False))


def foldings(in_features: int, out_features: int, count: int) -> tuple[Folded, Folded]:
    """Row and column modes of ``count`` cores; the largest rows meet the smallest columns, so that
    no core is much larger than the others."""
    rows, columns = modes.mode_sizes(out_features, count), modes.mode_sizes(in_features, count)
    return rows, columns[::-1]


def network_of(rows: Folded, columns: Folded, ranks: tuple[int, ...]) -> Network:
    """Labels: i for rows, j for columns, r for ranks."""
    numbers = range(len(rows))
    operands = tuple(
        tuple(
            label
            for label in (f"r{k}", f"i{k}", f"j{k}", f"r{k + 1}")
            if label not in ("r0", f"r{len(rows)}")
        )
        for k in numbers
    )
    sizes = (
        *((f"i{k}", rows[k]) for k in numbers),
        *((f"j{k}", columns[k]) for k in numbers),
        *((f"r{k + 1}", rank) for k, rank in enumerate(ranks)),
    )
    inputs, outputs = (tuple(f"{letter}{k}" for k in numbers) for letter in "ji")
    return Network(inputs, outputs, operands, sizes)
