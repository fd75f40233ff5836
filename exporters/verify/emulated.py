"""A program in the arithmetic of a format, computed by PyTorch, and a finished file beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

from exporters.backend import backend
from exporters.capture.seats import reseated
from exporters.precision.calibration import linear_ranges
from exporters.precision.emulate import (
    NO_TRIPS,
    Arithmetic,
    EmulatedLinear,
    Rounding,
    Trips,
    emulated,
)
from exporters.precision.layers import quantized_layers
from exporters.precision.outliers import outliers_apart
from exporters.program import Method, Program
from exporters.verify.error import relative
from exporters.verify.finding import Finding
from exporters.verify.original import Original

SINGLES = 1e-3
"""float32 sums in another order: 1e-6 to 1e-5 is usual."""
HALVES = 5e-2
"""Sums and activations in float16, which PyTorch computes in float32: 0.001 to 0.01 was seen."""
FLIPS = 3e-2
"""Activations in 8 bits, where a sum that is the last bit larger falls on the other side of a half:
of random models of two layers 0.009 is the most that was seen."""
OFTEN = 3.0
"""In a deep model flips make more flips. How far they take two runs apart is measured, and a file
may be so often as far."""
DRAWS = 32
"""Runs that are measured, until they explain what one does not: which numbers flip is chance.
Of a model 32 numbers wide twelve runs were 0.000003 to 0.055 apart, a right file 0.12; of one of 64
after learning in bfloat16 twelve were 0.041 apart at most, a right file 0.127; 24 explain it.
"""
_LAST_BITS = 2.0**-21
"""How far a float32 sum of a few hundred numbers is off in one order and another."""
_HALF_BITS = 2.0**-11
"""How far what is kept in float16 is off."""
_BETWEEN = 1_000_003
"""Between the seeds of two draws: more than any activation has numbers in one call."""
_ROWS_LENGTH = 5


@dataclass(frozen=True)
class Expected:
    """``answers`` of the emulated program, and how far from them a right file may be. ``flips``:
    how far apart two runs of it are by last bits, by the number of a draw; None where nothing
    flips."""

    answers: np.ndarray
    allowed: float
    flips: Callable[[int], float] | None = None

    def allowed_for(self, far: float) -> float:
        """More runs are compared for a file that is farther than one of them allows."""
        allowed, draw = self.allowed, 1
        while self.flips is not None and allowed < far and draw < DRAWS:
            allowed, draw = max(allowed, OFTEN * self.flips(draw)), draw + 1
        return allowed


def compared(gate: str, subject: Any, original: Original) -> Finding:
    """Centred relative error of all answers to goldens, to those of the emulated program."""
    arithmetic = backend(subject.format).arithmetic(original.options)
    if arithmetic.calibrated is not None and not original.options.samples:
        message = "the texts that its ranges were found on are not at hand, so nothing is computed"
        return Finding(gate, subject.format, True, message, {"compared": 0})
    expected, found = expected_of(subject, original, arithmetic), subject.answers
    if not np.isfinite(found).all():
        return Finding(gate, subject.format, False, "some answers are not finite")
    far = relative(expected.answers, found)
    allowed = expected.allowed_for(far)
    message = (
        f"{far:.2g} away from its own arithmetic in PyTorch, {allowed:.2g} allowed; the "
        f"largest difference of one number is {np.abs(expected.answers - found).max():.3g}"
    )
    figures = {"relative": far, "allowed": allowed, "cases": len(found)}
    return Finding(gate, subject.format, far <= allowed, message, figures)


def expected_of(subject: Any, original: Original, arithmetic: Arithmetic) -> Expected:
    """What the subject answers when the emulated program stands behind it."""
    program = emulated_program(original, arithmetic)
    answers = _answers(subject, program)
    single = arithmetic.floats is torch.float32
    if not arithmetic.rounds_activations:
        return Expected(answers, SINGLES if single else HALVES)

    def flips(draw: int) -> float:
        other = _with_other_last_bits(program, draw, _LAST_BITS if single else _HALF_BITS)
        return relative(answers, _answers(subject, other))

    return Expected(answers, max(FLIPS if single else HALVES, OFTEN * flips(0)), flips)


def _answers(subject: Any, program: Program) -> np.ndarray:
    return np.asarray(subject.run_by(program).answers)


def _with_other_last_bits(program: Program, draw: int, bits: float) -> Program:
    """The emulated program as a machine computes it that adds in another order, one a ``draw``."""

    def choose(_: str, layer: nn.Module) -> nn.Module | None:
        if not isinstance(layer, EmulatedLinear) or layer.trips == NO_TRIPS:
            return None
        own = layer.trips
        trips = Trips(*(_otherwise(trip, draw, bits) for trip in (own.before, own.after)))
        return EmulatedLinear(layer, layer.weight, trips)

    modules = {m.name: reseated(m.module, choose).eval() for m in program.methods}
    return program.with_modules(modules)


def _otherwise(rounding: Rounding | None, draw: int, bits: float) -> Rounding | None:
    def rounded(x: torch.Tensor) -> torch.Tensor:
        assert rounding is not None
        generator = torch.Generator().manual_seed(x.numel() + _BETWEEN * draw)
        return rounding(x * (1 + bits * torch.randn(x.shape, generator=generator)))

    return None if rounding is None else rounded


def emulated_program(original: Original, arithmetic: Arithmetic) -> Program:
    """The program with every method in the arithmetic of a format."""
    options = original.options
    program = outliers_apart(original.program, arithmetic, options.rules)
    modules = {}
    for method in program.methods:
        paths = frozenset(quantized_layers(method.module, options.rules))
        rows = single_rows(method) if arithmetic.row is not None else frozenset()
        ranges = linear_ranges(method.module, options.samples) if arithmetic.calibrated else None
        modules[method.name] = emulated(method.module, paths, arithmetic, rows, ranges).eval()
    return program.with_modules(modules)


def single_rows(method: Method) -> frozenset[str]:
    """Paths of linears whose input is one row at every length."""
    several: set[str] = set()
    linears = [(p, m) for p, m in method.module.named_modules() if isinstance(m, nn.Linear)]

    def note(path: str, _: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        if given[0].numel() != given[0].shape[-1]:
            several.add(path)

    hooks = [linear.register_forward_pre_hook(partial(note, path)) for path, linear in linears]
    sizes = {n: min(d.maximum, max(d.minimum, _ROWS_LENGTH)) for n, d in method.dimensions.items()}
    try:
        with torch.no_grad():
            method.module(*method.example(sizes))
    finally:
        for hook in hooks:
            hook.remove()
    return frozenset(path for path, _ in linears) - several
