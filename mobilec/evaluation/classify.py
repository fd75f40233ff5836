"""Texts through an exported program, as an app would send them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.evaluation.score import Answer
from mobilec.exporting.encoding import Encoder
from mobilec.exporting.measured import answering


@dataclass(frozen=True)
class Classified:
    """``shares``: of every label, by its name; together 1. ``tokens``: that the program saw."""

    text: str
    label: str
    shares: dict[str, float]
    tokens: int


@dataclass(frozen=True)
class ClassifyResult:
    """``file``: the program that ran, as the manifest names it."""

    file: str
    format: str
    precision: str
    answers: tuple[Classified, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def classify(folder: Path, texts: Sequence[str], format_name: str | None = None) -> ClassifyResult:
    """Runs each text through the program of a format, or through the bundle's first.

    A text that is longer than the bundle's limit is cut, as the app cuts it. Refused: an empty
    text, a bundle that is not whole, a format that it has not.
    """
    bundle = Bundle.open(folder)
    file = bundle.manifest.program(format_name or bundle.manifest.files[0].format)
    encoder = Encoder(bundle.tokenizer, bundle.manifest.limits.longest)
    answer = answering(bundle.runner(file.format), encoder)
    labels = bundle.manifest.text.labels
    answers = tuple(_classified(text, encoder, answer, labels) for text in texts)
    return ClassifyResult(file.path, file.format, file.precision, answers)


def _classified(text: str, encoder: Encoder, answer: Answer, labels: Sequence[str]) -> Classified:
    if not text.strip():
        raise Refused("an empty text has no label; give a sentence")
    shares = _softmax(answer(text))
    best = labels[int(np.argmax(shares))]
    named = dict(zip(labels, shares.tolist(), strict=True))
    return Classified(text, best, named, tokens=len(encoder.ids(text)))


def _softmax(logits: np.ndarray) -> np.ndarray:
    """exp(x_i) / sum_j exp(x_j), (labels,) to (labels,); the largest is taken off first."""
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return powers / powers.sum()
