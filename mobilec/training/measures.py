"""What a run learns by and is judged by: its loss, and the metrics of its answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from transformers import EvalPrediction
from transformers.modeling_outputs import Seq2SeqLMOutput

from mobilec.evaluation.metrics import accuracy

IGNORED = -100
"""The label of padding, for which there is no loss."""


@dataclass(frozen=True)
class Metric:
    """``name``: that a run is judged by, with ``higher`` telling which of two is better."""

    name: str
    higher: bool

    def best(self, values: Sequence[float]) -> int:
        """The place of the best; of equal ones the first."""
        return values.index(max(values) if self.higher else min(values))

    def exhausted(self, values: Sequence[float], patience: int) -> bool:
        """Whether so many values in a row were no better than the best before them."""
        return bool(patience and values) and len(values) - 1 - self.best(values) >= patience


LABELS = Metric("accuracy", higher=True)
WORDS = Metric("loss", higher=False)
"""chrF asks for a search through every sentence; the loss of the same pairs costs one pass."""


class Smoothed:
    """The mean cross-entropy of the labels that are no padding, smoothed by ``share``."""

    def __init__(self, share: float) -> None:
        self._share = share

    def __call__(
        self,
        outputs: Seq2SeqLMOutput,
        labels: torch.Tensor,
        num_items_in_batch: torch.Tensor | None = None,  # noqa: ARG002 - a batch is a step
    ) -> torch.Tensor:
        logits = outputs.logits
        if logits is None:
            raise ValueError("the model gave no logits")
        return nn.functional.cross_entropy(
            logits.float().flatten(0, 1),
            labels.flatten(),
            ignore_index=IGNORED,
            label_smoothing=self._share,
        )


def right_labels(prediction: EvalPrediction) -> dict[str, float]:
    """``predictions`` are logits of shape (examples, labels), ``label_ids`` (examples,)."""
    predicted = np.argmax(prediction.predictions, axis=1).tolist()
    return {LABELS.name: accuracy(np.asarray(prediction.label_ids).tolist(), predicted)}
