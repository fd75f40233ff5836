"""Forms of layers that are cut into square pieces, of plain linears and reshapes.

What folds pieces into rows does so by one reshape each way, so that a narrow matrix multiplies all
pieces in one product.
"""

import torch
from torch import nn

from mobilec.layers.plain import InSeat, plain_linear


class Pieced(InSeat):
    """y = up(core(down(x))) + b, where ``down`` and ``up`` treat pieces one by one.

    Each of ``down`` and ``up`` may be None: it is part of ``core`` then.
    """

    def __init__(
        self,
        down: nn.Linear | None,
        core: nn.Linear,
        up: nn.Linear | None,
        bias: nn.Parameter | None,
        widths: tuple[int, int],
    ) -> None:
        super().__init__(*widths)
        self.down, self.core = down, core
        self.up, self.bias = _with_bias(up, bias, self.out_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        narrow = x if self.down is None else piecewise(self.down, x)
        wide = self.core(narrow)
        if self.up is not None:
            wide = piecewise(self.up, wide)
        return wide if self.bias is None else wide + self.bias


class Banked(InSeat):
    """y = up(sum_k P_k bank_k(down(x))) + b: every matrix of the bank is multiplied with."""

    def __init__(
        self,
        down: nn.Linear,
        bank: nn.Linear,
        mix: nn.Linear,
        up: nn.Linear,
        bias: nn.Parameter | None,
        widths: tuple[int, int],
    ) -> None:
        """``mix``: (rows, columns * matrices of the bank)."""
        super().__init__(*widths)
        self.down, self.bank, self.mix, self.up = down, bank, mix, up
        self.bias = bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        outer, ways = self.up.in_features, self.mix.in_features
        all_ways = piecewise(self.bank, piecewise(self.down, x)).reshape(-1, ways, outer)
        mixed = self.mix(all_ways.transpose(1, 2).reshape(1, -1, ways))
        rows = mixed.reshape(-1, outer, self.mix.out_features).transpose(1, 2)
        wide = piecewise(self.up, rows.reshape(*x.shape[:-1], -1))
        return wide if self.bias is None else wide + self.bias


class Grid(InSeat):
    """y_i = sum over j of f_ij(x_j), the y_i one behind the other, + b."""

    def __init__(self, pieces: list[list[nn.Module]], width: int, bias: nn.Parameter | None):
        super().__init__(len(pieces[0]) * width, len(pieces) * width)
        self.pieces = nn.ModuleList(nn.ModuleList(row) for row in pieces)
        self.width, self.bias = width, bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        columns = x.split(self.width, dim=-1)
        rows = [_sum(row, columns) for row in self.pieces]
        y = rows[0] if len(rows) == 1 else torch.cat(rows, dim=-1)
        return y if self.bias is None else y + self.bias


def piecewise(linear: nn.Linear, x: torch.Tensor) -> torch.Tensor:
    """(..., pieces * in) to (..., pieces * out).

    One piece is not reshaped: layers that read one tensor must be seen to read one tensor.
    """
    pieces = x.shape[-1] // linear.in_features
    if pieces == 1:
        return linear(x)
    y = linear(x.reshape(1, -1, linear.in_features))
    return y.reshape(*x.shape[:-1], pieces * linear.out_features)


def _sum(row: nn.Module, columns: tuple[torch.Tensor, ...]) -> torch.Tensor:
    results = [piece(column) for piece, column in zip(row.children(), columns, strict=True)]
    total = results[0]
    for other in results[1:]:
        total = total + other
    return total


def _with_bias(
    up: nn.Linear | None, bias: nn.Parameter | None, width: int
) -> tuple[nn.Linear | None, nn.Parameter | None]:
    """A bias over all pieces is inside the last product where there is one piece: a linear of its
    own then, on the shared weight."""
    if up is None or bias is None or up.out_features != width:
        return up, bias
    return plain_linear(up.weight, bias), None
