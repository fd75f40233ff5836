"""Which layers stay in float so that quality holds: none if that is enough, else the fewest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from exporters.precision.emulate import emulated
from exporters.precision.rules import quantized_layers
from exporters.precision.sensitivity import sensitivities
from exporters.program import Program
from exporters.progress import Progress
from mobilec.evaluation.data import Example
from mobilec.evaluation.score import score
from mobilec.exporting.encoding import Encoder

RANKED_EXAMPLES = 32
"""Enough to rank layers: their errors differ by factors, and each costs one run a layer."""


@dataclass(frozen=True)
class Goal:
    """``least``: the accuracy that must be reached on ``examples``."""

    examples: Sequence[Example]
    labels: int
    least: float


def float_sets(
    program: Program, encoder: Encoder, goal: Goal, progress: Progress
) -> Iterator[tuple[str, ...]]:
    """Sets of layer paths to try in a real export, the smallest first.

    First none. Then the worst layers by their own error, as many as PyTorch's emulation of int8
    needs to reach the goal, and from there on more, because the emulation is only near.
    """
    yield ()
    module = program.method("forward").module
    inputs = [encoder.inputs(e.text) for e in goal.examples[:RANKED_EXAMPLES]]
    worst = [s.path for s in sensitivities(module, inputs, progress.doing)]
    for count in _counts(len(worst)):
        kept = tuple(worst[:count])
        progress.doing(f"{count} layers in float")
        if _emulated_accuracy(program, encoder, goal, kept) >= goal.least:
            yield kept


def _counts(layers: int) -> list[int]:
    """1, 2, 3, 4, 6, 8, 12, 16, ... up to all: small sets exactly, large ones in steps."""
    counts = [1, 2, 3]
    while counts[-1] < layers:
        counts.append(counts[-2] * 2)
    return [count for count in counts if count < layers] + [layers]


def _emulated_accuracy(
    program: Program, encoder: Encoder, goal: Goal, kept: tuple[str, ...]
) -> float:
    module = program.method("forward").module
    paths = frozenset(quantized_layers(module)) - set(kept)
    rounded = emulated(module, paths)

    def answer(text: str) -> np.ndarray:
        with torch.inference_mode():
            return rounded(*encoder.inputs(text))[0].numpy()

    return score(answer, goal.examples, goal.labels).accuracy
