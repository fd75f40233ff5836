"""A linear layer whose matrix is a Tucker decomposition of its own.

    y = U C V x + b      U (out, rank out), C (rank out, rank in), V (rank in, in)

(Tucker 1966; form II of Ren, Wang et al., ICLR 2022, section 4.) With equal ranks that is a product
of rank r with a small square matrix between, which training can use; at export C is multiplied into
a neighbour where that is smaller or faster.
"""

from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.linear_layer import copy_bias_
from mobilec.layers.network_layer import NetworkLinear
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors.network import Network
from mobilec.layers.tensors.tucker import tucker_factors


class TuckerLinear(NetworkLinear):
    """See the module. Parameters: ``up``, ``core``, ``down``, as U, C and V."""

    name = "tucker-linear"

    def __init__(
        self, in_features: int, out_features: int, ranks: tuple[int, int], bias: bool
    ) -> None:
        """``ranks``: of the outputs and of the inputs."""
        super().__init__()
        self._set_sizes_(in_features, out_features, bias)
        self.ranks = ranks
        outer, inner = ranks
        self.up = nn.Parameter(torch.randn(out_features, outer) * outer**-0.5)
        self.core = nn.Parameter(torch.randn(outer, inner) * inner**-0.5)
        self.down = nn.Parameter(torch.randn(inner, in_features) * in_features**-0.5)

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        outer, inner = sizes["ranks"]
        return cls(sizes["in_features"], sizes["out_features"], (outer, inner), sizes["bias"])

    @classmethod
    def from_dense(cls, dense: nn.Linear, ranks: tuple[int, int]) -> Self:
        """U and V from the leading singular vectors of both sides, C = U^T W V^T."""
        layer = cls(dense.in_features, dense.out_features, ranks, dense.bias is not None)
        factors = tucker_factors(dense.weight, ranks)
        layer.up, layer.core, layer.down = (nn.Parameter(factor) for factor in factors)
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
        outer, inner = self.ranks
        sizes = (("i", self.out_features), ("j", self.in_features), ("a", outer), ("b", inner))
        return Network(("j",), ("i",), (("i", "a"), ("a", "b"), ("b", "j")), sizes)

    def tensors(self) -> list[torch.Tensor]:
        return [self.up, self.core, self.down]
