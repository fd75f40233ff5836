"""Layers whose weight is kept as int8 rows and made float again where it is used.

``dequantize_per_channel`` of a constant becomes a constant operator of the file (constexpr.py),
which stores the int8 rows as they stand here and the scales in float16. The layer keeps its class
and its call: the rows are a parametrization of its weight.
"""

import copy

import torch
from torch import nn
from torch.ao.quantization.fx import _decomposed  # noqa: F401  (defines quantized_decomposed)
from torch.nn.utils import parametrize

from exporters.precision.int8 import LARGEST, quantize_rows

DEQUANTIZE = torch.ops.quantized_decomposed.dequantize_per_channel.default


class Int8Rows(nn.Module):
    """The weight from int8 rows (rows, width) and float32 scales (rows,)."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.register_buffer("zeros", torch.zeros(rows, dtype=torch.int8))

    def forward(self, values: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
        return DEQUANTIZE(values, scales, self.zeros, 0, -LARGEST, LARGEST, torch.int8)

    def right_inverse(self, weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return quantize_rows(weight)


def with_int8_rows(layer: nn.Module) -> nn.Module:
    """A copy of a linear or an embedding with its weight in int8 rows; ``layer`` stays as it is."""
    twin = copy.deepcopy(layer, {id(p): p for p in layer.parameters()})
    weight: torch.Tensor = layer.weight  # type: ignore[assignment]
    twin.weight = nn.Parameter(weight.detach(), requires_grad=False)
    parametrize.register_parametrization(twin, "weight", Int8Rows(weight.shape[0]), unsafe=True)
    return twin
