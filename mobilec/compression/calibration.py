"""Texts of the user, as batches that a model takes: read when a step first asks for them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch
from tokenizers import Tokenizer

from mobilec.checkpoint.describe import Description, describe_place
from mobilec.checkpoint.resolve import Place
from mobilec.checkpoint.task import TRANSLATION
from mobilec.checkpoint.tokenizer import read_tokenizer
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText, read_text
from mobilec.evaluation.data import PLAIN_SUFFIX, read_labelled, read_texts
from mobilec.evaluation.encoding import Encoder, longest_text
from mobilec.evaluation.parallel import Pair, read_parallel

TEXTS = 256
"""More texts move second moments and sensitivities little; each costs one float run."""

Batch = dict[str, torch.Tensor]
"""What a model is called with: ``model(**batch)``."""


@dataclass(frozen=True)
class Calibration:
    """``data``: labelled or plain texts for a classifier, pairs for a translator. ``folder``: the
    configuration, tokenizers and search settings of the model that is to read them.
    """

    data: Path
    folder: Path
    task: str
    languages: Languages = ANY

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """All texts; of pairs, both sides: what a corpus counts."""
        if self.task != TRANSLATION:
            return tuple(read_texts(self.data))
        return tuple(side for pair in self._pairs for side in (pair.text, pair.reference))

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """At most ``TEXTS`` texts, one a batch and so without padding. ``labels`` where the data
        has them, so that ``model(**batch).loss`` is the task's."""
        if self.task == TRANSLATION:
            return tuple(self._translation(pair) for pair in self._pairs[:TEXTS])
        if self.data.suffix.lower() == PLAIN_SUFFIX:
            return tuple(self._sentence(text) for text in self.texts[:TEXTS])
        examples = read_labelled(self.data, self._about.labels)[:TEXTS]
        return tuple(self._sentence(e.text) | {"labels": torch.tensor([e.label])} for e in examples)

    @cached_property
    def _about(self) -> Description:
        return describe_place(Place(self.folder.name, self.folder, "folder"), self.task)

    @cached_property
    def _pairs(self) -> list[Pair]:
        return read_parallel(self.data)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return read_tokenizer(self.folder)

    @cached_property
    def _translator(self) -> TranslationText:
        about = self._about
        return read_text(self.folder, about.config, self.languages, about.source)

    @property
    def _longest(self) -> int:
        return longest_text(self._about.max_positions)

    def _sentence(self, text: str) -> Batch:
        return _batch(Encoder(self._tokenizer, self._longest).ids(text))

    def _translation(self, pair: Pair) -> Batch:
        ids = self._translator.words.ids(pair.text)[: self._longest]
        return _batch(ids) | {"labels": self._labels(pair.reference)}

    def _labels(self, reference: str) -> torch.Tensor:
        """(1, tokens): a translation as the decoder is trained on it."""
        words, first = self._translator.words, self._translator.forced_bos
        ids = words.target.encode(reference, add_special_tokens=False).ids
        if words.unknown is not None:
            ids = [words.unknown.id if id >= words.unknown.first else id for id in ids]
        start = [] if first is None else [first]
        end = self._translator.generation.eos_token_id
        return torch.tensor([[*start, *ids, end][: self._longest]])


def _batch(ids: list[int]) -> Batch:
    row = torch.tensor([ids])
    return {"input_ids": row, "attention_mask": torch.ones_like(row)}
