"""The two tasks: which shipped model, what it learns from, and what is measured of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.compression.material import (
    Material,
    sentiment_material,
    translation_material,
)
from mobilec.checkpoint.load import load
from mobilec.evaluation.parallel import read_parallel
from mobilec.evaluation.translation_metrics import corpus_score
from mobilec.exporting.task_options import TranslationOptions
from mobilec.packing.measure import measured_accuracy, translated

BATCH = 32
SEED = 0
Figures = dict[str, float]


@dataclass(frozen=True)
class Task:
    """``model``: the dense one to begin with, None where none ships. ``steps``: of fine-tuning, of
    ``BATCH`` examples each, every one seen once. ``learning``: further keys of the step.
    ``measured``: a checkpoint's folder (or name) on the material's test part, by metric.
    ``search``: of an export."""

    name: str
    model: str | None
    steps: int
    learning: dict[str, Any]
    material: Callable[[Path, Path, int], Material]
    measured: Callable[[str, Path], Figures]
    search: TranslationOptions

    def finetuning(self, material: Material) -> dict[str, Any]:
        """The step that follows every method, and stands alone for the dense model."""
        return {
            "method": "finetune",
            "train": str(material.train),
            "dev": str(material.glance),
            "epochs": 1,
            "batch_size": BATCH,
            "seed": SEED,
            "arithmetic": "auto",
            **self.learning,
        }


def accuracy(model: str, data: Path) -> Figures:
    """Of a classifier, in float32."""
    return {"accuracy": measured_accuracy(model, data)}


def chrf_and_bleu(model: str, data: Path) -> Figures:
    """Of a translator's greedy search, in float32."""
    checkpoint, pairs = load(model), read_parallel(data)
    language = checkpoint.text.target_language if checkpoint.text else None
    answers = translated(checkpoint, [pair.text for pair in pairs], beams=1)
    return corpus_score(answers, [pair.reference for pair in pairs], language).values


TASKS = {
    "sentiment": Task(
        name="sentiment",
        model=None,
        steps=150,
        learning={"learning_rate": 1e-4},
        material=sentiment_material,
        measured=accuracy,
        search=TranslationOptions(),
    ),
    "translation": Task(
        name="translation",
        model="translate-en-de",
        steps=300,
        learning={"learning_rate": 3e-4, "label_smoothing": 0.1},
        material=translation_material,
        measured=chrf_and_bleu,
        search=TranslationOptions(beams=1),
    ),
}
