"""What all compressed layers in the seat of an ``nn.Linear`` have together."""

from abc import abstractmethod

import torch
from torch import nn

from mobilec.layers.cost import Cost, vector
from mobilec.layers.plain import plain_linear
from mobilec.layers.seat import CompressedLayer


class CompressedLinear(CompressedLayer):
    """y = W x + b with a W (out, in) that is stored as something smaller.

    ``weight`` is None, see ``mobilec.layers.plain.InSeat``. ``bias`` is that of the dense layer,
    or None where it had none.
    """

    weight = None
    in_features: int
    out_features: int
    bias: nn.Parameter | None

    def _set_sizes_(self, in_features: int, out_features: int, bias: bool) -> None:
        self.in_features, self.out_features = in_features, out_features
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    @abstractmethod
    def matrix(self) -> torch.Tensor:
        """W (out, in), with its gradient."""

    def to_dense(self) -> nn.Linear:
        """The plain layer that computes the same."""
        bias = None if self.bias is None else self.bias.clone()
        dense = plain_linear(self.matrix().clone(), bias)
        return dense.train(self.training)

    def extra_repr(self) -> str:
        sizes = ", ".join(f"{name}={value}" for name, value in self.sizes().items())
        return sizes

    def bias_cost(self) -> Cost:
        """Of the bias, nothing where there is none."""
        return Cost(0, 0, 0) if self.bias is None else vector(self.out_features)


def copy_bias_(layer: CompressedLinear, dense: nn.Linear) -> None:
    """The bias of ``dense``, in its dtype and on its device; none stays none."""
    if dense.bias is not None:
        layer.bias = nn.Parameter(dense.bias.detach().clone())
