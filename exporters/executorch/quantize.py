"""Gives every leaf of a program the form that XNNPACK takes, in the asked precision."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import nn

from exporters.backend import Lowering
from exporters.capture.rms import RmsNorm
from exporters.capture.seats import reseated
from exporters.capture.skew import Skew, StridedSkew
from exporters.errors import Refused
from exporters.executorch.forms import (
    HALF_EPS,
    DynamicLinear,
    Int8Embedding,
    LinearLayerNorm,
    LinearRmsNorm,
    StaticLinear,
)
from exporters.precision.calibration import LinearRanges, linear_ranges
from exporters.precision.rules import Precision, quantized_layers
from exporters.program import Program

PRECISIONS: Mapping[Precision, str] = {
    Precision.INT8: "weights int8 per output channel, tables int8 per row, "
    "activations int8 per token at run time",
    Precision.INT8_STATIC: "as int8, with one calibrated range for what goes into a linear "
    "and one for what comes out; linears with outliers stay as in int8",
    Precision.FP16: "all float16; the processor must have half-precision arithmetic "
    "(ARMv8.2 and later, x86 with F16C), or the file does not load",
    Precision.FP32: "all float32",
}
_REASONS = {
    Precision.INT8_WEIGHT: "XNNPACK's partitioner takes int8 weights only with int8 activations; "
    "int8 stores the same bytes and is faster",
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
    chosen = quantized_layers(module, options.rules) if options.precision.is_int8 else ()
    static = options.precision is Precision.INT8_STATIC
    forms = _Forms(
        chosen=frozenset(chosen),
        ranges=linear_ranges(module, options.samples) if static else None,
        least_eps=HALF_EPS if options.precision is Precision.FP16 else 0.0,
    )
    return reseated(module, forms.of)


@dataclass(frozen=True)
class _Forms:
    """``ranges``: path to what calibration saw; None where activations are ranged at run time."""

    chosen: frozenset[str]
    ranges: Mapping[str, LinearRanges] | None
    least_eps: float

    def of(self, path: str, layer: nn.Module) -> nn.Module | None:
        """What takes the seat of ``layer``; None leaves it."""
        if isinstance(layer, nn.LayerNorm):
            return LinearLayerNorm(layer, self.least_eps)
        if isinstance(layer, RmsNorm):
            return LinearRmsNorm(layer, self.least_eps)
        if isinstance(layer, Skew):
            return StridedSkew()
        if path not in self.chosen:
            return None
        if isinstance(layer, nn.Embedding):
            return Int8Embedding(layer)
        assert isinstance(layer, nn.Linear), "linears and embeddings are all that is chosen"
        if self.ranges is None:
            return DynamicLinear(layer)
        seen = self.ranges.get(path)
        if seen is None:
            return None  # calibration never ran it: unused
        spoiled = seen.incoming.spoiled or seen.outgoing.spoiled
        return DynamicLinear(layer) if spoiled else StaticLinear(layer, seen)
