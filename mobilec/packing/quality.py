"""What the record of a shipped model says about its quality, for each task."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from mobilec.checkpoint.load import Checkpoint, load
from mobilec.evaluation.parallel import read_parallel
from mobilec.evaluation.translation_metrics import corpus_score
from mobilec.packing.measure import measured_accuracy, translated

GREEDY, BEAMS = 1, 4
SAMPLES = 10
"""Translations that the record shows, at even distances in the test text."""

Figures = dict[str, Any]


def classifier(source: Path, stored: Path, dev: Path, test: Path | None) -> Figures:
    """Dev accuracy of the weights before and after rounding."""
    figures: Figures = {
        "float_dev_accuracy": measured_accuracy(source, dev),
        "stored_dev_accuracy": measured_accuracy(stored, dev),
    }
    return figures if test is None else figures | {"test_accuracy": measured_accuracy(stored, test)}


def translator(source: Path, stored: Path, dev: Path, test: Path | None) -> Figures:
    """chrF and BLEU, greedy and by beams: on dev before and after rounding, on test after it."""
    rounded = load(stored)
    # With the search of the stored one, so that the weights alone differ.
    whole = replace(load(source), text=rounded.text)
    figures: Figures = {
        "float_dev": {"greedy": _scores(whole, dev, GREEDY)},
        "stored_dev": _searches(rounded, dev),
    }
    if test is None:
        return figures
    return figures | {"stored_test": _searches(rounded, test), "samples": _samples(rounded, test)}


def _searches(checkpoint: Checkpoint, data: Path) -> Figures:
    named = {"greedy": GREEDY, f"{BEAMS} beams": BEAMS}
    return {name: _scores(checkpoint, data, beams) for name, beams in named.items()}


def _scores(checkpoint: Checkpoint, data: Path, beams: int) -> Figures:
    pairs = read_parallel(data)
    answers = translated(checkpoint, [pair.text for pair in pairs], beams)
    language = checkpoint.text.target_language if checkpoint.text else None
    score = corpus_score(answers, [pair.reference for pair in pairs], language)
    return {
        name: {"score": round(value, 2), "signature": score.signatures[name]}
        for name, value in score.values.items()
    }


def _samples(checkpoint: Checkpoint, data: Path) -> list[dict[str, str]]:
    """As they come: nobody chose them."""
    pairs = read_parallel(data)
    shown = [pairs[len(pairs) * number // SAMPLES] for number in range(SAMPLES)]
    beams = checkpoint.text.settings.num_beams if checkpoint.text else GREEDY
    answers = translated(checkpoint, [pair.text for pair in shown], beams)
    return [
        {"source": pair.text, "reference": pair.reference, "translation": answer}
        for pair, answer in zip(shown, answers, strict=True)
    ]
