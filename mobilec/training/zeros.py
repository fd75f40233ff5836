"""Zeros of matrices that stay while a model learns, and that may grow more on the way.

    s_t = s_f + (s_0 - s_f) (1 - t / T)^3         the share of zeros at step t, up to step T

(Zhu and Gupta, To Prune, or Not to Prune, 2017, equation 1.) A zero is its own mask: what was zero
before a step is zero after it, so a run that was killed goes on with the zeros of its checkpoint.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import TrainerCallback


@dataclass(frozen=True)
class Schedule:
    """``last``: the share of zeros in each matrix that is reached after ``part`` of all steps."""

    last: float
    part: float

    def share(self, first: float, step: int, steps: int) -> float:
        """Of a matrix that began with ``first``, after ``step`` of ``steps``."""
        done = min(1.0, step / max(1.0, self.part * steps))
        return self.last + (first - self.last) * (1 - done) ** 3


class StayingZeros(TrainerCallback):
    """``parameters``: matrices whose zeros stay; with a ``schedule`` more of them become zero, the
    smallest first."""

    def __init__(self, parameters: Iterable[nn.Parameter], schedule: Schedule | None) -> None:
        self._parameters, self._schedule = list(parameters), schedule
        self._first = [share_of_zeros(each) for each in self._parameters]
        self._masks: list[torch.Tensor] = []

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        self._masks = [each.detach() != 0 for each in self._parameters]

    def on_optimizer_step(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        with torch.no_grad():
            for parameter, mask, first in zip(
                self._parameters, self._masks, self._first, strict=True
            ):
                parameter.mul_(mask)
                if self._schedule is not None:
                    # The step that was just done is counted only afterwards.
                    step = state.global_step + 1
                    share = self._schedule.share(first, step, state.max_steps)
                    zero_smallest_(parameter, round(share * parameter.numel()))


def share_of_zeros(tensor: torch.Tensor) -> float:
    """Of all numbers."""
    return int((tensor == 0).sum()) / max(tensor.numel(), 1)


def zero_smallest_(parameter: torch.Tensor, count: int) -> None:
    """The ``count`` smallest numbers by magnitude become zero (Han et al. 2015)."""
    if count > 0:
        with torch.no_grad():
            flat = parameter.reshape(-1)
            smallest = flat.abs().topk(count, largest=False).indices
            parameter.view(-1)[smallest] = 0
