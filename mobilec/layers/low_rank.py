"""A linear layer as two narrow ones.

    y = U (V x) + b      U (out, rank), V (rank, in)

(For trained layers Denton et al. 2014, section 3.2; for Transformers Noach and Goldberg 2020.)
Multiply-adds and parameters are rank (in + out) instead of in x out.
"""

from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.cost import Cost, matrix
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.linear_layer import CompressedLinear, copy_bias_
from mobilec.layers.plain import chain, plain_linear
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors.low_rank import low_rank


class LowRankLinear(CompressedLinear):
    """See the module. Parameters: ``down`` (rank, in), ``up`` (out, rank), ``bias`` (out,)."""

    name = "low-rank-linear"

    def __init__(self, in_features: int, out_features: int, rank: int, bias: bool) -> None:
        super().__init__()
        self._set_sizes_(in_features, out_features, bias)
        self.rank = rank
        self.down = nn.Parameter(torch.randn(rank, in_features) * in_features**-0.5)
        self.up = nn.Parameter(torch.randn(out_features, rank) * rank**-0.5)

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        return cls(sizes["in_features"], sizes["out_features"], sizes["rank"], sizes["bias"])

    @classmethod
    def from_dense(cls, dense: nn.Linear, rank: int, moment: torch.Tensor | None = None) -> Self:
        """``moment``: (in, in) of the inputs; None weighs all of them alike."""
        layer = cls(dense.in_features, dense.out_features, rank, dense.bias is not None)
        up, down = low_rank(dense.weight, rank, moment)
        layer.up, layer.down = nn.Parameter(up), nn.Parameter(down)
        copy_bias_(layer, dense)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {
            "in_features": self.in_features,
            "out_features": self.out_features,
            "rank": self.rank,
            "bias": self.bias is not None,
        }

    def matrix(self) -> torch.Tensor:
        return self.up @ self.down

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        narrow = nn.functional.linear(x, self.down)
        return nn.functional.linear(narrow, self.up, self.bias)

    def forms(self) -> Forms[nn.Module]:
        return Forms({FACTORED: self._factored, DENSE: self.to_dense})

    def _factored(self) -> nn.Module:
        stages = [plain_linear(self.down), plain_linear(self.up, self.bias)]
        return chain(stages).train(self.training)

    def cost(self) -> Cost:
        down = matrix(self.rank, self.in_features)
        return down + matrix(self.out_features, self.rank) + self.bias_cost()
