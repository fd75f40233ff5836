"""Gives every leaf of a program the form that XNNPACK takes, in the asked precision."""

from collections.abc import Mapping

from torch import nn

from exporters.backend import Lowering
from exporters.capture.seats import reseated
from exporters.errors import Refused
from exporters.executorch.forms import (
    DynamicLinear,
    Int8Embedding,
    LinearLayerNorm,
    StaticLinear,
)
from exporters.precision.calibration import LinearRanges, linear_ranges
from exporters.precision.rules import Precision, quantized_layers
from exporters.program import Program

PRECISIONS: Mapping[Precision, str] = {
    Precision.INT8: "weights int8 per output channel, tables int8 per row, "
    "activations int8 per token at run time",
    Precision.INT8_STATIC: "as int8, with one calibrated range for what goes into a linear "
    "and one for what comes out",
    Precision.FP32: "all float32",
}
_REASONS = {
    Precision.INT8_WEIGHT: "XNNPACK's partitioner takes int8 weights only with int8 activations; "
    "int8 stores the same bytes and is faster",
    Precision.FP16: "XNNPACK's half-precision kernels depend on the processor and cannot be "
    "verified on every host; int8 is smaller, fp32 is exact",
}


def quantize(program: Program, options: Lowering) -> Program:
    """See ``exporters.backend.Backend.quantize``."""
    if options.precision not in PRECISIONS:
        raise Refused(
            f"--precision {options.precision.value} cannot be made as .pte: "
            f"{_REASONS[options.precision]}; "
            f".pte comes in {', '.join(p.value for p in PRECISIONS)}"
        )
    modules = {m.name: _lowerable(m.module, options) for m in program.methods}
    return program.with_modules(modules)


def _lowerable(module: nn.Module, options: Lowering) -> nn.Module:
    chosen: frozenset[str] = frozenset()
    ranges: dict[str, LinearRanges] = {}
    if options.precision.is_int8:
        chosen = frozenset(quantized_layers(module, options.rules))
    if options.precision is Precision.INT8_STATIC:
        ranges = linear_ranges(module, options.samples)
    return reseated(module, lambda path, layer: _form(layer, path, chosen, ranges))


def _form(
    layer: nn.Module, path: str, chosen: frozenset[str], ranges: Mapping[str, LinearRanges]
) -> nn.Module | None:
    if isinstance(layer, nn.LayerNorm):
        return LinearLayerNorm(layer)
    if path not in chosen:
        return None
    if isinstance(layer, nn.Embedding):
        return Int8Embedding(layer)
    return StaticLinear(layer, ranges[path]) if ranges else DynamicLinear(layer)
