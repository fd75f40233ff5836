"""Activations in a form that every back end takes."""

import math

import torch
from torch import nn
from transformers.activations import ACT2FN

from exporters.capture.seats import Root, reseated

_SLOPE = 2.0 * math.sqrt(2.0 / math.pi)


class TanhGelu(nn.Module):
    """x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))    (Hendrycks and Gimpel 2016, section 2)

    Written with (1 + tanh(u)) / 2 = sigmoid(2u) and x^3 as products. transformers' ``pow`` stays
    outside XNNPACK and cuts the graph at every layer (ALBERT with two layers: 4 delegates instead
    of 2), and ExecuTorch 1.4 lowers ``gelu(approximate="tanh")`` as the exact gelu without a word.
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.sigmoid(x * (_SLOPE + 0.044715 * _SLOPE * (x * x)))


_NAMES = ("gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_accurate")
_REPLACED = tuple({type(ACT2FN[name]) for name in _NAMES})


def exportable(network: Root) -> Root:
    """A copy of ``network`` with ``TanhGelu`` in each seat of that function; all else is shared."""
    return reseated(network, lambda _, module: _replacement(module))


def _replacement(module: nn.Module) -> nn.Module | None:
    tanh = isinstance(module, nn.GELU) and module.approximate == "tanh"
    return TanhGelu() if tanh or isinstance(module, _REPLACED) else None
