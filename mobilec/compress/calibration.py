"""Texts of the user, as batches that a model takes: read when a step first asks for them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from mobilec.checkpoint.load import Checkpoint
from mobilec.checkpoint.task import TRANSLATION
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.evaluation.data import read_labelled, read_texts
from mobilec.evaluation.parallel import read_parallel

TEXTS = 256
"""More texts move second moments and sensitivities little; each costs one float run."""
LONGEST = 128

Batch = dict[str, torch.Tensor]
"""What a model is called with: ``model(**batch)``."""


@dataclass(frozen=True)
class Calibration:
    """``data``: labelled or plain texts for a classifier, pairs for a translator."""

    data: Path
    checkpoint: Checkpoint

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All texts; of pairs, both sides: what a corpus counts."""
        if self.checkpoint.task != TRANSLATION:
            return tuple(read_texts(self.data))
        pairs = read_parallel(self.data)
        return tuple(side for pair in pairs for side in (pair.text, pair.reference))

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """At most ``TEXTS`` texts, one a batch and so without padding. ``labels`` where the data
        has them, so that ``model(**batch).loss`` is the task's."""
        return tuple(self._translations() if self._translates else self._sentences())

    @property
    def _translates(self) -> bool:
        return self.checkpoint.task == TRANSLATION

    def _sentences(self) -> list[Batch]:
        tokenizer = self.checkpoint.tokenizer
        if self.data.suffix.lower() == ".txt":
            return [_batch(tokenizer.encode(text).ids) for text in self.texts[:TEXTS]]
        examples = read_labelled(self.data, self.checkpoint.labels)[:TEXTS]
        return [
            _batch(tokenizer.encode(e.text).ids) | {"labels": torch.tensor([e.label])}
            for e in examples
        ]

    def _translations(self) -> list[Batch]:
        return [
            _batch(self._text.words.ids(pair.text)) | {"labels": self._labels(pair.reference)}
            for pair in read_parallel(self.data)[:TEXTS]
        ]

    @property
    def _text(self) -> TranslationText:
        assert self.checkpoint.text is not None, "load gives one for every translator"
        return self.checkpoint.text

    def _labels(self, reference: str) -> torch.Tensor:
        """(1, tokens): a translation as the decoder is trained on it."""
        words, first = self._text.words, self._text.forced_bos
        ids = words.target.encode(reference, add_special_tokens=False).ids
        if words.unknown is not None:
            ids = [words.unknown.id if id >= words.unknown.first else id for id in ids]
        end = self.checkpoint.model.config.eos_token_id
        start = [] if first is None else [first]
        return torch.tensor([[*start, *ids, end][:LONGEST]])


def _batch(ids: list[int]) -> Batch:
    row = torch.tensor([ids[:LONGEST]])
    return {"input_ids": row, "attention_mask": torch.ones_like(row)}
