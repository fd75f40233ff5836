"""Classification: a text to a label, by a program and by PyTorch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import torch

from exporters.bundle.bundle import Bundle
from exporters.bundle.classifier import Classifier
from exporters.errors import Refused
from exporters.tasks.names import CLASSIFICATION
from exporters.text.encoder import Encoded, Encoder
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.checkpoint.token_types import reads_types
from mobilec.evaluation.data import Example, read_labelled
from mobilec.evaluation.encoding import longest_text
from mobilec.evaluation.measure import Answer, Score
from mobilec.evaluation.metrics import accuracy, f1


class Labelling:
    """Answers are logits (labels,). See ``mobilec.evaluation.measure.Measure``."""

    headline = "accuracy"
    whole = 1.0

    def __init__(
        self, labels: tuple[str, ...], encoder: Encoder, pairs: bool | None = None
    ) -> None:
        """``pairs``: whether texts come with a pair each, or alone; None for a model that may be
        of either."""
        self._labels = labels
        self._pairs = pairs
        self.encoder = encoder

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> Self:
        """See ``Measure.of_bundle``."""
        text = bundle.manifest.text
        return cls(text.labels, bundle.encoder, text.pairs)

    @classmethod
    def of_checkpoint(cls, checkpoint: Checkpoint) -> Self:
        """See ``Measure.of_checkpoint``."""
        longest, cutting = longest_text(checkpoint.max_positions), checkpoint.cutting
        tokenizer, kind = checkpoint.tokenizer, type(checkpoint.model)
        types = reads_types(kind, checkpoint.config, tokenizer, checkpoint.folder)
        longest = min(longest, cutting.longest or longest)
        return cls(checkpoint.labels, Encoder(tokenizer, longest, cutting.side, types))

    def read(self, data: Path) -> list[Example]:
        """See ``Measure.read``."""
        return read_labelled(data, self._labels, self._pairs)

    def exported(self, bundle: Bundle, format_name: str) -> Answer:
        """See ``Measure.exported``."""
        return Classifier(bundle, format_name, self.encoder).logits

    def loaded(self, source: str, bundle: Bundle) -> Checkpoint:
        """See ``Measure.loaded``."""
        checkpoint = load(source, CLASSIFICATION)
        if checkpoint.labels != bundle.manifest.text.labels:
            raise Refused(f"{source} has the labels {checkpoint.labels}, the bundle others")
        return checkpoint

    def original(self, checkpoint: Checkpoint) -> Answer:
        """See ``Measure.original``."""
        reference = Reference(checkpoint)
        return lambda asked: reference.logits(self.encoder.encode(asked))

    def score(self, examples: Sequence[Example], answers: Sequence[np.ndarray]) -> Score:
        """F1 is that of label 1 for two labels, else the macro mean."""
        expected = [example.label for example in examples]
        chosen = [int(np.argmax(answer)) for answer in answers]
        count = len(self._labels)
        return Score({"accuracy": accuracy(expected, chosen), "f1": f1(expected, chosen, count)})

    def cut(self, examples: Sequence[Example], answers: Sequence[np.ndarray]) -> int:  # noqa: ARG002
        """See ``Measure.cut``: texts that are longer than the program reads."""
        return sum(self.encoder.cuts(example.asked) for example in examples)

    def agreement(self, answers: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> float:
        """The share of texts that get the same label."""
        pairs = zip(answers, others, strict=True)
        return float(np.mean([a.argmax() == b.argmax() for a, b in pairs]))


class Reference:
    """The stock model with transformers' own masks and eager attention; nothing of capture."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._model = checkpoint.model
        self._model.set_attn_implementation("eager")

    @torch.inference_mode()
    def logits(self, encoded: Encoded) -> np.ndarray:
        """(labels,) for ids without padding."""
        given = {name: torch.from_numpy(array) for name, array in encoded.arrays().items()}
        return self._model(**given).logits[0].float().numpy()
