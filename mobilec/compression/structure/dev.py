"""A model in the middle of a recipe, measured on development data."""

from dataclasses import dataclass
from pathlib import Path

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.load import around
from mobilec.compression.method import Context
from mobilec.evaluation.pytorch import measured


@dataclass(frozen=True)
class Value:
    """Of the task's ``metric``, of which more is better."""

    metric: str
    value: float


def refuse_unmeasured(context: Context, what: str) -> Path:
    """The development data. Refused: none; ``what`` names who asks for it."""
    if context.dev is None:
        raise Refused(f"{what} measures the model on development data: give --eval FILE")
    return Path(context.dev)


def on_dev(model: PreTrainedModel, context: Context, what: str) -> Value:
    """With the words that stand in the context's folder, as ``mobilec evaluate`` measures."""
    checkpoint = around(model, context.folder, context.task, context.languages)
    with torch.no_grad():
        found = measured(checkpoint, refuse_unmeasured(context, what))
    return Value(found.headline, float(found.score.values[found.headline]))
