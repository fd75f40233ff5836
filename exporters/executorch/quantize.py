"""Gives every leaf of a program the form that XNNPACK takes, in the asked precision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from torch import nn

from exporters.backend import Lowering
from exporters.capture.rms import RmsNorm
from exporters.capture.seats import reseated
from exporters.capture.skew import Skew, StridedSkew
from exporters.capture.translation.rows import Tied, handed_in, taking_rows
from exporters.errors import Refused
from exporters.executorch.forms import (
    HALF_EPS,
    DynamicLinear,
    Int8Embedding,
    LinearLayerNorm,
    LinearRmsNorm,
    StaticLinear,
)
from exporters.precision.activations import FixedGrid, asymmetric_tokens
from exporters.precision.calibration import LinearRanges, linear_ranges
from exporters.precision.emulate import HALF, SINGLE, Arithmetic, Trips
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Precision
from exporters.program import Method, Program

PRECISIONS: Mapping[Precision, str] = {
    Precision.INT8: "weights int8 per output channel, tables int8 per row, "
    "activations int8 per token at run time",
    Precision.INT8_STATIC: "as int8, with one calibrated range for what goes into a linear "
    "and one for what comes out; linears with outliers stay as in int8",
    Precision.FP16: "all float16; the processor must have half-precision arithmetic "
    "(ARMv8.2 and later, x86 with F16C), or the file does not load",
    Precision.FP32: "all float32",
}


def _trips(seen: LinearRanges | None) -> Trips | None:
    """Of int8-static: outliers leave a linear to ranges of each token."""
    if seen is None:
        return None
    if seen.incoming.spoiled or seen.outgoing.spoiled:
        return Trips(asymmetric_tokens)
    return Trips(FixedGrid.over(seen.incoming), FixedGrid.over(seen.outgoing))


ARITHMETIC = {
    Precision.INT8: Arithmetic(asymmetric_tokens),
    Precision.INT8_STATIC: Arithmetic(calibrated=_trips),
    Precision.FP16: HALF,
    Precision.FP32: SINGLE,
}
"""See ``exporters.backend.Backend.arithmetic``."""
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
    if options.precision is Precision.INT8_STATIC and len(program.methods) > 1:
        raise Refused(
            "--precision int8-static cannot be made of a program that decodes: calibration runs "
            "whole texts, and one step of a decoder is none; int8 finds its ranges at run time"
        )
    chosen = {m.name: _chosen(m, options) for m in program.methods}
    tied = () if options.standalone else tuple(handed_in(program, lambda m, p: p in chosen[m]))
    return replace(
        program,
        methods=tuple(_lowerable(m, chosen[m.name], tied, options) for m in program.methods),
    )


def _chosen(method: Method, options: Lowering) -> frozenset[str]:
    if not options.precision.is_int8:
        return frozenset()
    return frozenset(quantized_layers(method.module, options.rules))


def _lowerable(
    method: Method, chosen: frozenset[str], tied: Collection[Tied], options: Lowering
) -> Method:
    static = options.precision is Precision.INT8_STATIC
    own = [each for each in tied if each.method == method.name]
    forms = _Forms(
        chosen=chosen - {each.embedding for each in own},
        ranges=linear_ranges(method.module, options.samples) if static else None,
        least_eps=HALF_EPS if options.precision is Precision.FP16 else 0.0,
    )
    formed = replace(method, module=reseated(method.module, forms.of))
    return taking_rows(formed, own) if own else formed


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
