"""Seeded dense layers, and every compressed linear layer at its full rank and cut."""

from collections.abc import Callable

import torch
from torch import nn

from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.pieced_tucker import PiecedTuckerLinear
from mobilec.layers.shared_factors import SharedFactors
from mobilec.layers.shared_tucker import SharedTuckerLinear
from mobilec.layers.tensor_train import TensorTrainLinear, foldings
from mobilec.layers.tensors.tensor_train import largest_ranks
from mobilec.layers.tucker import TuckerLinear

WIDTH = 16
SHAPES = ((WIDTH, WIDTH), (WIDTH, 4 * WIDTH), (4 * WIDTH, WIDTH))
"""(in, out) of layers that can be cut into square pieces."""

Make = Callable[[nn.Linear], CompressedLinear]


def dense(in_features: int = WIDTH, out_features: int = WIDTH, bias: bool = True) -> nn.Linear:
    """The same weights each time."""
    with torch.random.fork_rng():
        torch.manual_seed(in_features + out_features)
        return nn.Linear(in_features, out_features, bias).requires_grad_(False)


def inputs(in_features: int, seed: int = 0) -> torch.Tensor:
    """(2, 5, in)."""
    return torch.randn(2, 5, in_features, generator=torch.Generator().manual_seed(seed))


def _identity(ranks: int, bank: int) -> SharedFactors:
    """U and V orthogonal, a bank of unit matrices: at full ranks any matrix fits into them."""
    generator = torch.Generator().manual_seed(5)
    up, down = (torch.linalg.qr(torch.randn(WIDTH, WIDTH, generator=generator))[0] for _ in "ud")
    units = torch.eye(WIDTH * WIDTH).reshape(-1, WIDTH, WIDTH)[:bank] if bank else None
    if units is not None:
        units = units[:, :ranks, :ranks]
    return SharedFactors.from_tensors(up[:, :ranks].clone(), down[:ranks].clone(), units)


def _full(layer: nn.Linear) -> int:
    return min(layer.in_features, layer.out_features)


def _train(count: int) -> Make:
    def make(layer: nn.Linear) -> CompressedLinear:
        modes = foldings(layer.in_features, layer.out_features, count)
        return TensorTrainLinear.from_dense(layer, largest_ranks(*modes))

    return make


FULL: dict[str, Make] = {
    "low rank": lambda layer: LowRankLinear.from_dense(layer, _full(layer)),
    "tensor train of 2": _train(2),
    "tensor train of 3": _train(3),
    "tensor train of 4": _train(4),
    "tucker": lambda layer: TuckerLinear.from_dense(layer, (_full(layer), _full(layer))),
    "pieced tucker": lambda layer: PiecedTuckerLinear.from_dense(layer, WIDTH, (WIDTH, WIDTH)),
    "shared tucker": lambda layer: SharedTuckerLinear.from_dense(layer, _identity(WIDTH, 0)),
    "bank": lambda layer: SharedTuckerLinear.from_dense(layer, _identity(WIDTH, WIDTH**2)),
}
"""At full rank: the layer that is as the dense one."""

CUT: dict[str, Make] = {
    "low rank": lambda layer: LowRankLinear.from_dense(layer, 5),
    "tensor train of 2": lambda layer: TensorTrainLinear.from_dense(layer, (7,)),
    "tensor train of 3": lambda layer: TensorTrainLinear.from_dense(layer, (3, 4)),
    "tucker": lambda layer: TuckerLinear.from_dense(layer, (6, 4)),
    "pieced tucker": lambda layer: PiecedTuckerLinear.from_dense(layer, WIDTH, (4, 6)),
    "shared tucker": lambda layer: SharedTuckerLinear.from_dense(layer, _identity(6, 0)),
    "bank": lambda layer: SharedTuckerLinear.from_dense(layer, _identity(6, 9)),
}
"""At ranks at which something is lost."""
