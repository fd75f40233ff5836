"""A linear layer cut into square pieces, each of which is decomposed by itself.

W_ij = U_ij C_ij V_ij        (form II of Ren, Wang et al., ICLR 2022, section 4)
"""

from functools import partial
from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.cost import Cost
from mobilec.layers.forms import DENSE, Forms
from mobilec.layers.linear_layer import CompressedLinear, copy_bias_
from mobilec.layers.pieces import Grid
from mobilec.layers.plain import plain_linear
from mobilec.layers.seat import Sizes
from mobilec.layers.tucker import TuckerLinear


class PiecedTuckerLinear(CompressedLinear):
    """See the module. ``pieces``: row by row, a ``TuckerLinear`` without bias each."""

    name = "pieced-tucker-linear"

    def __init__(
        self, in_features: int, out_features: int, width: int, ranks: tuple[int, int], bias: bool
    ) -> None:
        """``width``: of a piece; it divides both widths of the layer."""
        super().__init__()
        self._set_sizes_(in_features, out_features, bias)
        self.width, self.ranks = width, ranks
        self.rows, self.columns = out_features // width, in_features // width
        count = self.rows * self.columns
        self.pieces = nn.ModuleList(
            TuckerLinear(width, width, ranks, bias=False) for _ in range(count)
        )

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        outer, inner = sizes["ranks"]
        widths = sizes["in_features"], sizes["out_features"], sizes["width"]
        return cls(*widths, (outer, inner), sizes["bias"])

    @classmethod
    def from_dense(cls, dense: nn.Linear, width: int, ranks: tuple[int, int]) -> Self:
        """Every piece by itself."""
        bias = dense.bias is not None
        layer = cls(dense.in_features, dense.out_features, width, ranks, bias)
        cut = [piece for row in dense.weight.split(width) for piece in row.split(width, dim=1)]
        linears = [plain_linear(piece) for piece in cut]
        layer.pieces = nn.ModuleList(TuckerLinear.from_dense(each, ranks) for each in linears)
        copy_bias_(layer, dense)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {
            "in_features": self.in_features,
            "out_features": self.out_features,
            "width": self.width,
            "ranks": list(self.ranks),
            "bias": self.bias is not None,
        }

    def matrix(self) -> torch.Tensor:
        rows = [torch.cat([p.matrix() for p in row], dim=1) for row in self._grid()]
        return torch.cat(rows)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        return nn.functional.linear(x, self.matrix(), self.bias)

    def forms(self) -> Forms[nn.Module]:
        """All pieces in one form of theirs; ``dense`` is the whole matrix."""
        names = [name for name in self._grid()[0][0].forms() if name != DENSE]
        formed = {name: partial(self._formed, name) for name in names}
        return Forms({**formed, DENSE: self.to_dense})

    def _formed(self, name: str) -> nn.Module:
        formed = [[piece.forms()[name] for piece in row] for row in self._grid()]
        return Grid(formed, self.width, self.bias).train(self.training)

    def cost(self) -> Cost:
        pieces = (piece.cost() for row in self._grid() for piece in row)
        return sum(pieces, self.bias_cost())

    def _grid(self) -> list[list[TuckerLinear]]:
        pieces = [piece for piece in self.pieces if isinstance(piece, TuckerLinear)]
        return [pieces[at : at + self.columns] for at in range(0, len(pieces), self.columns)]
