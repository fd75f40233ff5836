"""Which layers stay in float so that quality holds: none if that is enough, else the fewest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exporters.progress import Progress
from mobilec.evaluation.measure import Example, answered
from mobilec.exporting.task import Captured

RANKED_EXAMPLES = 32
"""Enough to rank layers: their errors differ by factors, and each costs one run a layer."""


@dataclass(frozen=True)
class Goal:
    """``least``: of the task's headline metric, to be reached on ``examples``."""

    examples: Sequence[Example]
    least: float


def float_sets(captured: Captured, goal: Goal, progress: Progress) -> Iterator[tuple[str, ...]]:
    """Sets of layer paths to try in a real export, the smallest first.

    First none. Then the worst layers by their own error, as many as PyTorch's emulation of int8
    needs to reach the goal, and from there on more, because the emulation is only near.
    """
    yield ()
    texts = [example.asked for example in goal.examples[:RANKED_EXAMPLES]]
    worst = captured.worst_layers(texts, progress.doing)
    for count in _counts(len(worst)):
        kept = tuple(path for paths in worst[:count] for path in paths)
        progress.doing(f"{len(kept)} layers in float")
        if _emulated_quality(captured, goal, kept) >= goal.least:
            yield kept


def _counts(layers: int) -> list[int]:
    """1, 2, 3, 4, 6, 8, 12, 16, ... up to all: small sets exactly, large ones in steps."""
    counts = [1, 2, 3]
    while counts[-1] < layers:
        counts.append(counts[-2] * 2)
    return [count for count in counts if count < layers] + [layers]


def _emulated_quality(captured: Captured, goal: Goal, kept: tuple[str, ...]) -> float:
    answers = answered(captured.emulated(kept), goal.examples)
    measure = captured.measure
    return measure.score(goal.examples, answers).values[measure.headline]
