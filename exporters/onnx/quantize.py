"""A program in the precision that was asked for: other modules in the seats of linears and tables.

Weights that are multiplied in integers are uint8 with the zero point 128, or, where
``Lowering.reduce_range`` asks for it, int8 of 7 bits: the forms that are exact on every processor
(weights.py). uint8 is what comes unasked, because it keeps all 8 bits and costs a phone that has a
dot product nothing: ARM has one family of kernels for both there; without, 7 bits take half of the
products. All have the same bytes; what they take and lose on x86 with VNNI and without stands in
docs/onnx.md. MLAS serves signed weights alone by VNNI, unless it is
AVX-VNNI-INT8.

One scale a token is what int8 takes: padding then changes nothing, and the error of a trained
model is less than half of that of one scale a tensor (benchmarks/README.md, "one scale a token").

fp16 is a way of storing: ONNX Runtime has half-precision kernels for few operators and processors
and casts around the others, which takes longer than float32 (benchmarks/README.md, "fp16 of an
.onnx").
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import torch
from torch import nn

from exporters.backend import Lowering
from exporters.capture.seats import reseated
from exporters.errors import Refused
from exporters.onnx import layers
from exporters.onnx.weights import REDUCED, multiplied_rows
from exporters.precision.activations import FixedGrid, symmetric_tokens, unsigned_tensor
from exporters.precision.calibration import LinearRanges, linear_ranges
from exporters.precision.emulate import SINGLE, Arithmetic, Trips
from exporters.precision.int8 import LARGEST, quantize_rows
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Precision
from exporters.program import Program

PRECISIONS: Mapping[Precision, str] = {
    Precision.INT8: "weights uint8 with zero point 128 per output channel (--reduce-range: int8 of "
    "7 bits), tables int8 per row, activations uint8 per token at run time",
    Precision.INT8_STATIC: "as int8, with one calibrated scale for what goes into each linear",
    Precision.INT8_WEIGHT: "weights and tables int8 in the file, float32 arithmetic",
    Precision.FP16: "weights and tables float16 in the file, float32 arithmetic",
    Precision.FP32: "all float32",
}


class Activations(Enum):
    """How many scales the input of an int8 product gets at run time."""

    PER_TOKEN = "per token"
    PER_TENSOR = "per tensor"


def quantize(
    program: Program, options: Lowering, activations: Activations = Activations.PER_TOKEN
) -> Program:
    """See ``exporters.backend.Backend.quantize``.

    The result runs in PyTorch as its file does, but for an input of one token where more are
    allowed: PyTorch takes that for the single row that ``layers.PerToken`` knows.
    """
    _refuse_idle_rules(options)
    _refuse_unranged(program, options)
    rows = _Rows(_multiplied(program, options), options.reduce_range)
    looked_up = _looked_up(program)
    modules = {}
    for method in program.methods:
        seats = _Seats(
            options.precision,
            activations,
            _chosen(method.module, options),
            _ranges(method.module, options),
            rows,
            looked_up,
        )
        modules[method.name] = reseated(method.module, seats.replacement)
    return program.with_modules(modules)


def arithmetic(options: Lowering, activations: Activations) -> Arithmetic:
    """See ``exporters.backend.Backend.arithmetic``."""
    levels = REDUCED if options.reduce_range else LARGEST
    if options.precision is Precision.INT8_STATIC:
        return Arithmetic(None, levels=levels, calibrated=_trips)
    if options.precision is Precision.INT8_WEIGHT:
        return Arithmetic(None)
    if options.precision is not Precision.INT8:
        half = options.precision is Precision.FP16
        return Arithmetic(None, weights=torch.float16) if half else SINGLE
    tokens = activations is Activations.PER_TOKEN
    return Arithmetic(
        symmetric_tokens if tokens else unsigned_tensor,
        row=unsigned_tensor,
        levels=levels,
    )


def _trips(seen: LinearRanges | None) -> Trips:
    """Of int8-static: what goes in, in uint8."""
    return Trips(None if seen is None else FixedGrid.over(seen.incoming, 0, 255))


def _refuse_idle_rules(options: Lowering) -> None:
    if options.rules and options.precision is Precision.FP32:
        raise Refused(
            "rules say which layers leave float32, and fp32 leaves them all there: "
            "drop the rules, or ask for another precision"
        )


def _refuse_unranged(program: Program, options: Lowering) -> None:
    if options.precision is Precision.INT8_STATIC and len(program.methods) > 1:
        raise Refused(
            "--precision int8-static cannot be made of a program that decodes: its ranges come "
            "from real inputs, which are known for one method only; ask for int8"
        )


def _chosen(module: nn.Module, options: Lowering) -> frozenset[str]:
    """Paths of the layers that leave float32."""
    if options.precision is Precision.FP32:
        return frozenset()
    return frozenset(quantized_layers(module, options.rules))


def _looked_up(program: Program) -> frozenset[int]:
    """The weights of all word tables and the like, by id; an output layer may be one of them."""
    modules = (module for method in program.methods for module in method.module.modules())
    return frozenset(id(m.weight) for m in modules if isinstance(m, nn.Embedding))


def _ranges(module: nn.Module, options: Lowering) -> Mapping[str, LinearRanges]:
    if options.precision is Precision.INT8_STATIC:
        return linear_ranges(module, options.samples)
    return {}


def _multiplied(program: Program, options: Lowering) -> frozenset[int]:
    """The weights that some method multiplies in integers, by id."""
    if options.precision not in (Precision.INT8, Precision.INT8_STATIC):
        return frozenset()
    layers = [
        method.module.get_submodule(path)
        for method in program.methods
        for path in _chosen(method.module, options)
    ]
    return frozenset(id(layer.weight) for layer in layers if isinstance(layer, nn.Linear))


@dataclass(frozen=True)
class _Rows:
    """Rows of weights in 8 bits, made once for each: what shares a weight shares its rows.

    Those of ``multiplied`` are in a form for products, ``reduce_range`` says which.
    """

    multiplied: frozenset[int]
    reduce_range: bool
    made: dict[int, tuple[torch.Tensor, torch.Tensor]] = field(default_factory=dict)

    def of(self, weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        if id(weight) not in self.made:
            self.made[id(weight)] = self._quantized(weight)
        return self.made[id(weight)]

    def _quantized(self, weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        if id(weight) in self.multiplied:
            return multiplied_rows(weight, self.reduce_range)
        return quantize_rows(weight)


@dataclass(frozen=True)
class _Seats:
    """Who takes which seat in one method. ``chosen``: paths of the layers that change.

    ``looked_up``: weights that are tables as well, in any method.
    """

    precision: Precision
    activations: Activations
    chosen: frozenset[str]
    ranges: Mapping[str, LinearRanges]
    rows: _Rows
    looked_up: frozenset[int]

    def replacement(self, path: str, layer: nn.Module) -> nn.Module | None:
        if isinstance(layer, nn.Linear):
            return self._linear(path, layer)
        if isinstance(layer, nn.Embedding) and path in self.chosen:
            return self._table(layer)
        return None

    def _table(self, table: nn.Embedding) -> nn.Module:
        if self.precision is Precision.FP16:
            return layers.HalfEmbedding(table.weight)
        return layers.Int8Embedding(*self.rows.of(table.weight))

    def _linear(self, path: str, linear: nn.Linear) -> nn.Module:
        looked_up = id(linear.weight) in self.looked_up
        if path not in self.chosen:
            return layers.FloatLinear(linear, torch.float32, looked_up)
        if self.precision is Precision.FP16:
            return layers.FloatLinear(linear, torch.float16, looked_up)
        return self._int8_linear(path, linear, looked_up)

    def _int8_linear(self, path: str, linear: nn.Linear, looked_up: bool) -> nn.Module:
        operands = (*self.rows.of(linear.weight), linear.bias)
        if self.precision is Precision.INT8_WEIGHT:
            return layers.WeightOnly(*operands, looked_up)
        if self.precision is Precision.INT8_STATIC:
            return layers.Static(*operands, self.ranges[path].incoming, looked_up)
        if self.activations is Activations.PER_TENSOR:
            return layers.PerTensor(*operands, looked_up)
        return layers.PerToken(*operands, looked_up)
