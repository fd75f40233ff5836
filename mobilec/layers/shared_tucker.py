"""A linear layer of a group that shares its narrow factors: Tucker across layers.

The matrices of a group are cut into square pieces of one width; the piece in row i and column j is

    W_ij = U C_ij V                          (form III: U and V shared, C_ij its own)
    W_ij = U (sum_k P_ijk G_k) V             (form IV: the bank G is shared too, P_ijk its own)

    y = U (C (V x)) + b        piece by piece, where x has several pieces their results added

(Ren, Wang et al., Exploring Extreme Parameter Compression for Pre-trained Language Models, ICLR
2022, section 4.) The scale of a matrix is part of its own C or P, so matrices of different norms
share factors that were found with all norms equal.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Self

import torch
from torch import nn
from torch.nn import functional

from mobilec.layers.cost import Cost, matrix
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.linear_layer import CompressedLinear, copy_bias_
from mobilec.layers.pieces import Banked, Pieced
from mobilec.layers.plain import plain_linear
from mobilec.layers.seat import Sizes
from mobilec.layers.shared_factors import SharedFactors

EXPANDED = "expanded"
"""Form IV with the small square matrix of each layer computed: what is stored is form III."""


class SharedTuckerLinear(CompressedLinear):
    """See the module. Parameters: ``own``, that is C (rows, columns, outer, inner) or P (rows,
    columns, bank), ``bias`` (out,), and those of ``shared``, which other layers hold as well.
    """

    name = "shared-tucker-linear"

    def __init__(
        self, in_features: int, out_features: int, shared: SharedFactors, bias: bool
    ) -> None:
        super().__init__()
        self._set_sizes_(in_features, out_features, bias)
        self.pieces = (out_features // shared.width, in_features // shared.width)
        each = (shared.bank_size,) if shared.bank_size else shared.ranks
        self.own = nn.Parameter(torch.randn(*self.pieces, *each) * each[-1] ** -0.5)
        self.shared = shared

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        """With shared factors of its own; whoever rebuilds a group gives all layers the same."""
        shared = SharedFactors.from_sizes(sizes)
        return cls(sizes["in_features"], sizes["out_features"], shared, sizes["bias"])

    @classmethod
    def from_dense(cls, dense: nn.Linear, shared: SharedFactors) -> Self:
        """The nearest that ``shared`` allows, by least squares."""
        layer = cls(dense.in_features, dense.out_features, shared, dense.bias is not None)
        layer.own = nn.Parameter(_nearest(dense.weight, shared))
        copy_bias_(layer, dense)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {
            "in_features": self.in_features,
            "out_features": self.out_features,
            **self.shared.sizes(),
            "bias": self.bias is not None,
        }

    def cores(self) -> torch.Tensor:
        """(rows, columns, outer, inner)."""
        if not self.shared.bank_size:
            return self.own
        return torch.einsum("rck,koi->rcoi", self.own, self.shared.matrices())

    def matrix(self) -> torch.Tensor:
        up, down = self.shared.up.weight, self.shared.down.weight
        whole = torch.einsum("wo,rcoi,iv->rwcv", up, self.cores(), down)
        return whole.reshape(self.out_features, self.in_features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        (rows, columns), (outer, inner) = self.pieces, self.shared.ranks
        cores = self.cores().permute(0, 2, 1, 3).reshape(rows * outer, columns * inner)
        narrow = self.shared.down(x.unflatten(-1, (columns, -1))).flatten(-2)
        mixed = functional.linear(narrow, cores)
        wide = self.shared.up(mixed.unflatten(-1, (rows, -1))).flatten(-2)
        return wide if self.bias is None else wide + self.bias

    def forms(self) -> Forms[nn.Module]:
        """``factored``: all in order, the bank included. ``expanded``: see EXPANDED. ``narrow in``
        and ``narrow out``: the small matrices multiplied into U or into V, the other stays shared.
        """
        merged: dict[str, Callable[[], nn.Module]] = {
            "narrow in": partial(self._pieced, narrow_out=False),
            "narrow out": partial(self._pieced, narrow_in=False),
            DENSE: self.to_dense,
        }
        if not self.shared.bank_size:
            return Forms({FACTORED: self._pieced, **merged})
        return Forms({FACTORED: self._banked, EXPANDED: self._pieced, **merged})

    def _pieced(self, narrow_in: bool = True, narrow_out: bool = True) -> nn.Module:
        cores, shared = self.cores(), self.shared
        if not narrow_in:
            cores = torch.einsum("rcoi,iv->rcov", cores, shared.down.weight)
        if not narrow_out:
            cores = torch.einsum("wo,rcoi->rcwi", shared.up.weight, cores)
        rows, columns, outer, inner = cores.shape
        core = cores.permute(0, 2, 1, 3).reshape(rows * outer, columns * inner)
        form = Pieced(
            down=shared.down if narrow_in else None,
            core=plain_linear(core.clone(), None if narrow_out else self.bias),
            up=shared.up if narrow_out else None,
            bias=self.bias if narrow_out else None,
            widths=(self.in_features, self.out_features),
        )
        return form.train(self.training)

    def _banked(self) -> nn.Module:
        shared = self.shared
        assert shared.bank is not None, "a form of layers with a bank"
        mix = plain_linear(self.own.reshape(len(self.own), -1).clone())
        widths = (self.in_features, self.out_features)
        form = Banked(shared.down, shared.bank, mix, shared.up, self.bias, widths)
        return form.train(self.training)

    def cost(self) -> Cost:
        """Parameters and bytes without what is shared; multiply-adds with it, and with the bank
        expanded, as nobody would compute from the bank."""
        (rows, columns), (outer, inner) = self.pieces, self.shared.ranks
        shared = columns * inner * self.shared.width + rows * outer * self.shared.width
        core = rows * outer * columns * inner
        own = matrix(rows, columns * self.own.shape[-1]) if self.shared.bank_size else None
        stored = own or matrix(rows * outer, columns * inner)
        bias = self.bias_cost()
        return Cost(
            stored.parameters + bias.parameters, stored.int8_bytes + bias.int8_bytes, shared + core
        )


def _nearest(weight: torch.Tensor, shared: SharedFactors) -> torch.Tensor:
    """C, or P: the least squares of W_ij - U C_ij V, in the dtype of ``weight``."""
    width = shared.width
    pieces = weight.detach().double().reshape(-1, width, weight.shape[1] // width, width)
    left = torch.linalg.pinv(shared.up.weight.detach().double())
    right = torch.linalg.pinv(shared.down.weight.detach().double())
    cores = torch.einsum("ow,rwcv,vi->rcoi", left, pieces, right)
    if shared.bank_size:
        bank = shared.matrices().detach().double().reshape(shared.bank_size, -1)
        flat = cores.reshape(-1, bank.shape[1])
        mix = flat @ torch.linalg.pinv(bank)
        cores = mix.reshape(*cores.shape[:2], shared.bank_size)
    return cores.to(weight.dtype).contiguous()
