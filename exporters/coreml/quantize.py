"""A program in the precision that was asked, in the form that coremltools converts."""

from dataclasses import replace

import torch
from torch import nn

from exporters.backend import Lowering
from exporters.capture.seats import reseated
from exporters.coreml.activations import Grid, Int8Input, input_grids
from exporters.coreml.limits import check
from exporters.coreml.rows import with_int8_rows
from exporters.errors import Refused
from exporters.precision.activations import FixedGrid
from exporters.precision.calibration import LinearRanges
from exporters.precision.emulate import HALF, SINGLE, Arithmetic, Trips
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Precision
from exporters.program import Program

_ROWS = Arithmetic(None, scales=torch.float16, floats=torch.float16)


def _trips(seen: LinearRanges | None) -> Trips:
    """Of int8-static: what goes in."""
    return Trips(None if seen is None else FixedGrid.over(seen.incoming))


ARITHMETIC = {
    Precision.INT8: _ROWS,
    Precision.INT8_STATIC: replace(_ROWS, calibrated=_trips),
    Precision.INT8_WEIGHT: _ROWS,
    Precision.FP16: HALF,
    Precision.FP32: SINGLE,
}
"""See ``exporters.backend.Backend.arithmetic``."""


def quantize(program: Program, options: Lowering) -> Program:
    """The program with int8 layers in their seats; in float, the program itself.

    Layers that rules leave out are float16 in the file, as the activations are. Raises Refused
    before any slow work.
    """
    check(program, options)
    if not options.precision.is_int8:
        return program
    chosen = {m.name: set(quantized_layers(m.module, options.rules)) for m in program.methods}
    if not any(chosen.values()):
        raise Refused(f"{options.precision.value} was asked, and the rules leave no layer in int8")
    modules = {m.name: _quantized(m.module, chosen[m.name], options) for m in program.methods}
    return program.with_modules(modules)


def _quantized(module: nn.Module, chosen: set[str], options: Lowering) -> nn.Module:
    grids = _static_grids(module, chosen, options)

    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if path not in chosen:
            return None
        twin = with_int8_rows(layer)
        if path in grids:
            twin.register_forward_pre_hook(Int8Input(grids[path]))
        return twin

    return reseated(module, choose).eval()


def _static_grids(module: nn.Module, chosen: set[str], options: Lowering) -> dict[str, Grid]:
    if options.precision is not Precision.INT8_STATIC:
        return {}
    named = dict(module.named_modules())
    linears = {path: named[path] for path in chosen if isinstance(named[path], nn.Linear)}
    return input_grids(module, linears, options.samples)
