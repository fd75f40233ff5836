"""int8 in PyTorch: what a quantized program will answer, without lowering it."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from exporters.capture.seats import reseated
from exporters.precision.activations import symmetric_tokens
from exporters.precision.int8 import LARGEST, dequantize_rows, quantize_rows
from exporters.precision.rules import QUANTIZABLE

Rounding = Callable[[torch.Tensor], torch.Tensor]
"""A trip of activations to 8 bits and back, any shape."""


@dataclass(frozen=True)
class Arithmetic:
    """How a runtime computes a program that is stored in a precision.

    ``activations``: before a product with a rounded weight; None leaves them float. ``row``: of
    products that never see more than one row, where those are another matter. ``weights``: what
    those of rounded linears and tables are stored in; of int8, ``levels`` is the largest magnitude
    of what is multiplied, and ``scales`` the dtype of the scales. ``floats``: what all else is
    stored in.
    """

    activations: Rounding | None = symmetric_tokens
    row: Rounding | None = None
    weights: torch.dtype = torch.int8
    levels: int = LARGEST
    scales: torch.dtype = torch.float32
    floats: torch.dtype = torch.float32


TOKENS = Arithmetic()
SINGLE = Arithmetic(None, weights=torch.float32)
HALF = Arithmetic(None, weights=torch.float16, floats=torch.float16)


class EmulatedLinear(nn.Module):
    """An int8 weight a row, and int8 activations as ``rounding`` gives them."""

    bias: nn.Parameter | None

    def __init__(
        self,
        linear: "nn.Linear | EmulatedLinear",
        weight: torch.Tensor,
        rounding: Rounding | None,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, False)
        self.bias = linear.bias
        self.rounding = rounding

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        rounded = x if self.rounding is None else self.rounding(x)
        return nn.functional.linear(rounded, self.weight, self.bias)


def emulated(
    module: nn.Module,
    paths: frozenset[str],
    arithmetic: Arithmetic = TOKENS,
    rows: frozenset[str] = frozenset(),
) -> nn.Module:
    """A copy of ``module`` in which the layers at ``paths`` round as int8 does; ``rows``: paths of
    linears that never see more than one row."""
    multiplied = {
        id(layer.weight)
        for path, layer in module.named_modules()
        if path in paths and isinstance(layer, nn.Linear)
    }

    def rounded(weight: torch.Tensor) -> torch.Tensor:
        if arithmetic.weights.is_floating_point:
            return weight.detach().to(arithmetic.weights).float()
        levels = arithmetic.levels if id(weight) in multiplied else LARGEST
        values, scales = quantize_rows(weight, levels)
        return dequantize_rows(values, scales.to(arithmetic.scales).float())

    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if path not in paths or not isinstance(layer, QUANTIZABLE):
            return None
        if isinstance(layer, nn.Linear):
            alone = path in rows and arithmetic.row is not None
            rounding = arithmetic.row if alone else arithmetic.activations
            return EmulatedLinear(layer, rounded(layer.weight), rounding)
        table = rounded(layer.weight)
        return nn.Embedding.from_pretrained(table, padding_idx=layer.padding_idx)

    made = reseated(module, choose)
    if arithmetic.floats is not torch.float32:
        for own in made.modules():
            _round_(own, arithmetic.floats)
    return made


def _round_(layer: nn.Module, dtype: torch.dtype) -> None:
    """Sends what a module itself holds through a dtype; its parameters may be others' too."""
    for name, parameter in layer.named_parameters(recurse=False):
        layer._parameters[name] = nn.Parameter(_through(parameter, dtype), False)
    for name, buffer in layer.named_buffers(recurse=False):
        layer._buffers[name] = _through(buffer, dtype)


def _through(tensor: torch.Tensor, dtype: torch.dtype) -> torch.Tensor:
    """Rounded to a dtype, where it is float at all."""
    given = tensor.detach()
    return given.to(dtype).float() if given.is_floating_point() else given
