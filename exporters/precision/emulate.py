"""int8 in PyTorch: what a quantized program will answer, without lowering it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import nn

from exporters.capture.seats import reseated
from exporters.precision.activations import symmetric_tokens
from exporters.precision.calibration import LinearRanges
from exporters.precision.int8 import LARGEST, dequantize_rows, quantize_rows
from exporters.precision.layers import QUANTIZABLE

Rounding = Callable[[torch.Tensor], torch.Tensor]
"""A trip of activations to 8 bits and back, any shape."""


@dataclass(frozen=True)
class Trips:
    """What goes into a linear and what comes out of it on their way through 8 bits; None stays as
    it is."""

    before: Rounding | None
    after: Rounding | None = None


NO_TRIPS = Trips(None)


@dataclass(frozen=True)
class Arithmetic:
    """How a runtime computes a program that is stored in a precision.

    ``activations``: before a product with a rounded weight; None leaves them float. ``row``: of
    products that never see more than one row, where those are another matter. ``weights``: what
    those of rounded linears and tables are stored in; of int8, ``levels`` is the largest magnitude
    of what is multiplied, and ``scales`` the dtype of the scales. ``floats``: what all else is
    stored in. ``calibrated``: of a linear by what calibration saw there, where ranges are found
    before; None for one that stays float, and of one that no sample reached it is asked by None.
    """

    activations: Rounding | None = symmetric_tokens
    row: Rounding | None = None
    weights: torch.dtype = torch.int8
    levels: int = LARGEST
    scales: torch.dtype = torch.float32
    floats: torch.dtype = torch.float32
    calibrated: Callable[[LinearRanges | None], Trips | None] | None = None

    @property
    def rounds_activations(self) -> bool:
        return self.activations is not None or self.calibrated is not None


TOKENS = Arithmetic()
SINGLE = Arithmetic(None, weights=torch.float32)
HALF = Arithmetic(None, weights=torch.float16, floats=torch.float16)


class EmulatedLinear(nn.Module):
    """An int8 weight a row, and int8 activations as ``trips`` give them."""

    bias: nn.Parameter | None

    def __init__(
        self,
        linear: "nn.Linear | EmulatedLinear",
        weight: torch.Tensor,
        trips: Trips,
    ) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight, False)
        self.bias = linear.bias
        self.trips = trips

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        before, after = self.trips.before, self.trips.after
        rounded = x if before is None else before(x)
        y = nn.functional.linear(rounded, self.weight, self.bias)
        return y if after is None else after(y)


def emulated(
    module: nn.Module,
    paths: frozenset[str],
    arithmetic: Arithmetic = TOKENS,
    rows: frozenset[str] = frozenset(),
    ranges: Mapping[str, LinearRanges] | None = None,
) -> nn.Module:
    """A copy of ``module`` in which the layers at ``paths`` round as int8 does; ``rows``: paths of
    linears that never see more than one row; ``ranges``: path to what calibration saw, of an
    arithmetic that is ``calibrated``."""
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

    def trips(path: str) -> Trips | None:
        if arithmetic.calibrated is not None:
            return arithmetic.calibrated((ranges or {}).get(path))
        alone = path in rows and arithmetic.row is not None
        return Trips(arithmetic.row if alone else arithmetic.activations)

    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if path not in paths or not isinstance(layer, QUANTIZABLE):
            return None
        if isinstance(layer, nn.Linear):
            own = trips(path)
            return None if own is None else EmulatedLinear(layer, rounded(layer.weight), own)
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
