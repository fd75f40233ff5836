"""Texts through an exported classifier, as an app would send them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.bundle.classifier import Classifier
from exporters.bundle.manifest import ProgramFile
from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION
from exporters.text.encoder import Asked, parts
from exporters.text.surrogates import refuse_surrogates
from mobilec.evaluation.opened import opened

TAB = "\t"


@dataclass(frozen=True)
class Classified:
    """One text with its label.

    ``shares``: of every label, by its name; together 1. ``tokens``: that the program saw.
    ``milliseconds``: from the text to the logits. ``pair``: what stood beside the text.
    """

    text: str
    label: str
    shares: dict[str, float]
    tokens: int
    milliseconds: float
    pair: str | None = None


@dataclass(frozen=True)
class ClassifyResult:
    """The answers of a classifier.

    ``file``: the program that ran, as the manifest names it. ``labels``: in their order.
    """

    file: str
    format: str
    precision: str
    labels: tuple[str, ...]
    answers: tuple[Classified, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def classify(
    folder: Path,
    texts: Iterable[Asked],
    format_name: str | None = None,
    heard: Callable[[Classified], None] | None = None,
    keep: bool = True,
) -> ClassifyResult:
    """Runs each text through the program of a format, or through the bundle's first.

    ``heard`` is told of each answer as it comes; ``keep``: the result has them all, which of a
    million lines wants a gigabyte. A text that is longer than the bundle's limit is
    cut, as the app cuts it. Of a bundle that labels pairs each is a text and its pair, or both in
    one line with a tab between.

    Raises ``Refused``: an empty text, one that is no Unicode, one without a pair where the bundle
    wants one and the reverse, a bundle that is not whole, that translates, or that has not the
    format.
    """
    labelled = OpenClassifier(*opened(folder, CLASSIFICATION, format_name))
    answers: list[Classified] = []
    for text in texts:
        answer = labelled.classify(text)
        if heard:
            heard(answer)
        if keep:
            answers.append(answer)
    file, labels = labelled.file, labelled.bundle.manifest.text.labels
    return ClassifyResult(file.path, file.format, file.precision, labels, tuple(answers))


class OpenClassifier:
    """A bundle that classifies, with one of its programs loaded. ``beams``: refused, as nothing is
    searched."""

    def __init__(self, bundle: Bundle, file: ProgramFile, beams: int | None = None) -> None:
        if beams is not None:
            does = bundle.manifest.task
            raise Refused(f"{bundle.folder} does {does}, which is no search: leave beams out")
        self.bundle, self.file = bundle, file
        self._classifier = Classifier(bundle, file.format)

    def classify(self, asked: Asked) -> Classified:
        """One text, or a text and its pair; see ``classify`` for what is refused."""
        given = _paired(asked, self.bundle)
        text, pair = parts(given)
        for part in (text, pair or ""):
            refuse_surrogates(part, "a text")
        labels, start = self.bundle.manifest.text.labels, time.perf_counter()
        logits = self._classifier.logits(given)
        milliseconds = round(1000 * (time.perf_counter() - start), 3)
        shares = _softmax(logits)
        named = dict(zip(labels, shares.tolist(), strict=True))
        best = labels[int(np.argmax(shares))]
        tokens = len(self._classifier.encoder.encode(given).ids)
        return Classified(text, best, named, tokens, milliseconds, pair)


def _paired(asked: Asked, bundle: Bundle) -> Asked:
    """What was asked as the bundle reads it: a text, or a text and its pair."""
    text, pair = parts(asked)
    if bundle.manifest.text.pairs and pair is None and text.count(TAB) == 1:
        text, _, pair = text.partition(TAB)
    if not text.strip() or (pair is not None and not pair.strip()):
        raise Refused("an empty text has no label; give a sentence")
    if bundle.manifest.text.pairs and pair is None:
        raise Refused(
            f"{bundle.folder} labels a text and its pair, and {text[:40]!r} stands alone; give "
            f"--pair TEXT, or on stdin both in one line with one tab between"
        )
    if not bundle.manifest.text.pairs and pair is not None:
        raise Refused(
            f"{bundle.folder} labels one text at a time, and {pair[:40]!r} was given as its pair; "
            f"export the model with --pairs if it was trained on them"
        )
    return text if pair is None else (text, pair)


def _softmax(logits: np.ndarray) -> np.ndarray:
    """exp(x_i) / sum_j exp(x_j), (labels,) to (labels,); the largest is taken off first."""
    powers = np.exp(logits.astype(np.float64) - logits.max())
    return powers / powers.sum()
