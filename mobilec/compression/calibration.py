"""Texts of the user, as batches that a model takes: read when a step first asks for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import torch

from exporters.text.encoder import Asked, parts
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.compression.model_text import ModelText
from mobilec.evaluation.data import PLAIN_SUFFIX, read_labelled, read_texts
from mobilec.evaluation.parallel import Pair, read_parallel
from mobilec.tasks.registry import task_of

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
        return self._rows.texts

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """The first texts, until they have ``TOKENS`` tokens; one a batch and so without padding.
        ``labels`` where the data has them, so that ``model(**batch).loss`` is the task's."""
        found, tokens = [], 0
        for batch in self._rows.batches():
            found.append(batch)
            tokens += batch["input_ids"].shape[1]
            if tokens >= TOKENS:
                break
        return tuple(found)

    @cached_property
    def _rows(self) -> "Rows":
        kind: Callable[[Path, ModelText], Rows] = task_of(self.task).data()
        return kind(self.data, ModelText(self.folder, self.task, self.languages))


class Rows(Protocol):
    """The file as a task reads it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """See ``Calibration.texts``."""
        ...

    def batches(self) -> Iterator[Batch]:
        """One a row."""
        ...


class LabelledRows:
    """Texts for a classifier, with labels or plain."""

    def __init__(self, data: Path, model: ModelText) -> None:
        self._data, self._model = data, model

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """See ``Rows.texts``."""
        return tuple(side for asked in read_texts(self._data) for side in parts(asked) if side)

    def batches(self) -> Iterator[Batch]:
        """See ``Rows.batches``."""
        if self._data.suffix.lower() == PLAIN_SUFFIX:
            yield from map(self._asked, self.texts)
            return
        for example in read_labelled(self._data, self._model.about.labels):
            yield self._asked(example.asked) | {"labels": torch.tensor([example.label])}

    def _asked(self, asked: Asked) -> Batch:
        arrays = self._model.encoded(asked).arrays()
        return {name: torch.from_numpy(array) for name, array in arrays.items()}


class PairRows:
    """Sentences for a translator, with their translations."""

    def __init__(self, data: Path, model: ModelText) -> None:
        self._data, self._model = data, model

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """See ``Rows.texts``."""
        return tuple(side for pair in self._pairs for side in (pair.text, pair.reference))

    def batches(self) -> Iterator[Batch]:
        """See ``Rows.batches``."""
        yield from map(self._translation, self._pairs)

    @cached_property
    def _pairs(self) -> list[Pair]:
        return read_parallel(self._data)

    def _translation(self, pair: Pair) -> Batch:
        row = torch.tensor([self._model.ids(pair.text)])
        source = {"input_ids": row, "attention_mask": torch.ones_like(row)}
        labels = self._model.translation(pair.reference)
        read = [self._model.start_id, *labels[:-1]]
        decoder = {"decoder_input_ids": torch.tensor([read]), "labels": torch.tensor([labels])}
        return source | decoder
