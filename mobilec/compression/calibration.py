"""Texts of the user, as batches that a model takes: read when a step first asks for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from exporters.task import TRANSLATION
from exporters.text.encoder import Asked, parts
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.compression.model_text import ModelText
from mobilec.evaluation.data import PLAIN_SUFFIX, read_labelled, read_texts
from mobilec.evaluation.parallel import Pair, read_parallel

TOKENS = 10_000
"""A moment of inputs of 1,536 numbers wants several tokens for each of them: with the first 256
phrases of SST-2, 2,800 tokens, MiniLM's layers cut one after another were 0.21 from the dense ones
(Kullback-Leibler divergence of the answers), with 1,000 phrases 0.18. Each text costs a run."""

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
            return tuple(side for asked in read_texts(self.data) for side in parts(asked) if side)
        return tuple(side for pair in self._pairs for side in (pair.text, pair.reference))

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """The first texts, until they have ``TOKENS`` tokens; one a batch and so without padding.
        ``labels`` where the data has them, so that ``model(**batch).loss`` is the task's."""
        found, tokens = [], 0
        for batch in self._each():
            found.append(batch)
            tokens += batch["input_ids"].shape[1]
            if tokens >= TOKENS:
                break
        return tuple(found)

    def _each(self) -> Iterator[Batch]:
        if self.task == TRANSLATION:
            yield from map(self._translation, self._pairs)
        elif self.data.suffix.lower() == PLAIN_SUFFIX:
            yield from map(self._asked, self.texts)
        else:
            for example in read_labelled(self.data, self._text.about.labels):
                yield self._asked(example.asked) | {"labels": torch.tensor([example.label])}

    @cached_property
    def _text(self) -> ModelText:
        return ModelText(self.folder, self.task, self.languages)

    @cached_property
    def _pairs(self) -> list[Pair]:
        return read_parallel(self.data)

    def _asked(self, asked: Asked) -> Batch:
        arrays = self._text.encoded(asked).arrays()
        return {name: torch.from_numpy(array) for name, array in arrays.items()}

    def _translation(self, pair: Pair) -> Batch:
        row = torch.tensor([self._text.ids(pair.text)])
        source = {"input_ids": row, "attention_mask": torch.ones_like(row)}
        labels = self._text.translation(pair.reference)
        read = [self._text.start_id, *labels[:-1]]
        decoder = {"decoder_input_ids": torch.tensor([read]), "labels": torch.tensor([labels])}
        return source | decoder
