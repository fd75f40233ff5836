"""Forms of layers that are cut into square pieces, of plain linears and reshapes.

Pieces become an axis of their own by one reshape each way, so that a narrow matrix multiplies all
of them in one product. Numbers of pieces are kept here: back ends put other modules into the seats
of the linears, which do not know their widths.
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
        self.rows = 1 if up is None else self.out_features // up.out_features
        self.columns = 1 if down is None else self.in_features // down.in_features
        self.down, self.core = down, core
        self.up, self.bias = _with_bias(up, bias, self.rows)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        narrow = x if self.down is None else piecewise(self.down, x, self.columns)
        wide = self.core(narrow)
        if self.up is not None:
            wide = piecewise(self.up, wide, self.rows)
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
        self.rows = self.out_features // up.out_features
        self.columns = self.in_features // down.in_features
        self.outer, self.ways = up.in_features, mix.in_features
        self.down, self.bank, self.mix, self.up = down, bank, mix, up
        self.bias = bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        narrow = piecewise(self.down, x, self.columns)
        all_ways = piecewise(self.bank, narrow, self.columns).reshape(-1, self.ways, self.outer)
        mixed = self.mix(all_ways.transpose(1, 2).reshape(1, -1, self.ways))
        rows = mixed.reshape(-1, self.outer, self.rows).transpose(1, 2)
        together = rows.reshape(*x.shape[:-1], self.rows * self.outer)
        wide = piecewise(self.up, together, self.rows)
        return wide if self.bias is None else wide + self.bias


class Grid(InSeat):
    """y_i = sum over j of f_ij(x_j), the y_i one behind the other, + b."""

    def __init__(self, pieces: list[list[nn.Module]], width: int, bias: nn.Parameter | None):
        super().__init__(len(pieces[0]) * width, len(pieces) * width)
        self.pieces = nn.ModuleList(nn.ModuleList(row) for row in pieces)
        self.width, self.bias = width, bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        starts = range(0, self.in_features, self.width)
        # Slices of known places: XNNPACK runs no ``split``.
        columns = [x[..., start : start + self.width] for start in starts]
        rows = [_sum(row, columns if len(columns) > 1 else [x]) for row in self.pieces]
        y = rows[0] if len(rows) == 1 else torch.cat(rows, dim=-1)
        return y if self.bias is None else y + self.bias


def piecewise(linear: nn.Module, x: torch.Tensor, pieces: int) -> torch.Tensor:
    """(..., pieces * in) to (..., pieces * out).

    One piece is not reshaped: layers that read one tensor must be seen to read one tensor.
    """
    if pieces == 1:
        return linear(x)
    y = linear(x.reshape(*x.shape[:-1], pieces, x.shape[-1] // pieces))
    return y.reshape(*x.shape[:-1], pieces * y.shape[-1])


def _sum(row: nn.Module, columns: list[torch.Tensor]) -> torch.Tensor:
    results = [piece(column) for piece, column in zip(row.children(), columns, strict=True)]
    total = results[0]
    for other in results[1:]:
        total = total + other
    return total


def _with_bias(
    up: nn.Linear | None, bias: nn.Parameter | None, pieces: int
) -> tuple[nn.Linear | None, nn.Parameter | None]:
    """A bias over all pieces is inside the last product where there is one piece: a linear of its
    own then, on the shared weight."""
    if up is None or bias is None or pieces > 1:
        return up, bias
    return plain_linear(up.weight, bias), None
