"""The task's own metric, of the float model and of anything else that answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mobilec.evaluation.data import Example
from mobilec.evaluation.metrics import accuracy, f1

Answer = Callable[[str], np.ndarray]
"""Text to logits (labels,)."""


@dataclass(frozen=True)
class Score:
    """Shares between 0 and 1."""

    accuracy: float
    f1: float


def score(answer: Answer, examples: Sequence[Example], labels: int) -> Score:
    """Runs every example. F1 is that of label 1 for two labels, else the macro mean."""
    expected = [example.label for example in examples]
    predicted = [int(np.argmax(answer(example.text))) for example in examples]
    return Score(accuracy(expected, predicted), f1(expected, predicted, labels))
