"""A network of tensors as plain linears with reshapes between them."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional

from mobilec.layers.plain import InSeat, plain_linear
from mobilec.layers.tensors.network import Labels, Network, best_order, step_labels


@dataclass(frozen=True)
class Turn:
    """Brings axes to the end. Neighbours that stay neighbours are one axis, so that the number of
    axes stays small: Core ML takes five."""

    sizes: tuple[int, ...]
    order: tuple[int, ...]

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        """(..., all) to (rows, ...) with the axes in their new order; x where it keeps it."""
        if len(self.order) == 1:
            return x
        return x.reshape(-1, *self.sizes).permute(0, *(at + 1 for at in self.order))


class Contraction(InSeat):
    """y = W x + b, with the operands of a network applied to x one after the other."""

    def __init__(
        self,
        network: Network,
        tensors: Sequence[torch.Tensor],
        widths: tuple[int, int],
        bias: nn.Parameter | None,
    ) -> None:
        """``widths``: features in and out of the layer; the network may be wider, for padding."""
        super().__init__(*widths)
        order = best_order(network)
        running, turns, linears = network.inputs, [], []
        for at in order:
            others, inner, outer = step_labels(running, network.operands[at])
            turns.append(_turn(network, running, (*others, *inner)))
            matrix = _matrix(network.operands[at], tensors[at], (*outer, *inner))
            linears.append(plain_linear(matrix.reshape(network.size(outer), -1)))
            running = (*others, *outer)
        self.turns, self.last = turns, _turn(network, running, network.outputs)
        self.widths = [linear.in_features for linear in linears]
        self.linears = nn.ModuleList(linears)
        self.padding = network.size(network.inputs) - self.in_features
        self.padded = network.size(network.outputs)
        self.bias = bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        shape = (*x.shape[:-1], self.padded)
        y = functional.pad(x, (0, self.padding)) if self.padding else x
        for turn, width, linear in zip(self.turns, self.widths, self.linears, strict=True):
            y = linear(turn(y).reshape(1, -1, width))
        y = self.last(y).reshape(shape)
        if self.padded != self.out_features:
            y = y[..., : self.out_features]
        return y if self.bias is None else y + self.bias


def _turn(network: Network, running: Labels, wanted: Labels) -> Turn:
    """From the labels as they stand to the labels as they are wanted."""
    places = [wanted.index(label) for label in running]
    starts = [at for at, place in enumerate(places) if at == 0 or place != places[at - 1] + 1]
    groups = [running[a:b] for a, b in zip(starts, [*starts[1:], len(running)], strict=True)]
    order = sorted(range(len(groups)), key=lambda g: wanted.index(groups[g][0]))
    return Turn(tuple(network.size(group) for group in groups), tuple(order))


def _matrix(labels: Labels, tensor: torch.Tensor, wanted: Labels) -> torch.Tensor:
    return tensor.permute(*(labels.index(label) for label in wanted))
