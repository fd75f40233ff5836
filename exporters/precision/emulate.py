"""int8 in PyTorch: what a quantized program will answer, without lowering it."""

import torch
from torch import nn

from exporters.capture.seats import reseated
from exporters.precision.int8 import LARGEST, dequantize_rows, quantize_rows
from exporters.precision.rules import QUANTIZABLE


class EmulatedLinear(nn.Module):
    """int8 weight a row and int8 activations a token: q = round(x / s), s = max|x| / 127."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight = nn.Parameter(dequantize_rows(*quantize_rows(linear.weight)), False)
        self.bias = linear.bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        scale = (x.abs().amax(dim=-1, keepdim=True) / LARGEST).clamp(min=1e-12)
        return nn.functional.linear(torch.round(x / scale) * scale, self.weight, self.bias)


def emulated(module: nn.Module, paths: frozenset[str]) -> nn.Module:
    """A copy of ``module`` in which the layers at ``paths`` round as int8 does."""

    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if path not in paths or not isinstance(layer, QUANTIZABLE):
            return None
        if isinstance(layer, nn.Linear):
            return EmulatedLinear(layer)
        rows = dequantize_rows(*quantize_rows(layer.weight))
        return nn.Embedding.from_pretrained(rows, padding_idx=layer.padding_idx)

    return reseated(module, choose)
