"""Texts of the user, as batches that a model takes: read when a step first asks for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import torch

from exporters.text.encoder import Asked, parts
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.compression.data.model_text import ModelText
from mobilec.evaluation.data import PLAIN_SUFFIX, read_labelled, read_texts
from mobilec.evaluation.parallel import read_parallel
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
        return tuple(self._rows.texts(self.data))

    @cached_property
    def batches(self) -> tuple[Batch, ...]:
        """The first texts, until they have ``TOKENS`` tokens; one a batch and so without padding.
        ``labels`` where the data has them, so that ``model(**batch).loss`` is the task's."""
        model = ModelText(self.folder, self.task, self.languages)
        found, tokens = [], 0
        for batch in self._rows.batches(self.data, model):
            found.append(batch)
            tokens += batch["input_ids"].shape[1]
            if tokens >= TOKENS:
                break
        return tuple(found)

    @property
    def _rows(self) -> "Rows":
        rows: Rows = task_of(self.task).data()
        return rows


@dataclass(frozen=True)
class Rows:
    """The rows of a file as a task reads them: all texts, and a batch a row."""

    texts: Callable[[Path], Iterator[str]]
    batches: Callable[[Path, ModelText], Iterator[Batch]]


def _labelled_texts(data: Path) -> Iterator[str]:
    return (side for asked in read_texts(data) for side in parts(asked) if side)


def _labelled(data: Path, model: ModelText) -> Iterator[Batch]:
    if data.suffix.lower() == PLAIN_SUFFIX:
        yield from (_asked(text, model) for text in _labelled_texts(data))
        return
    for example in read_labelled(data, model.about.labels):
        yield _asked(example.asked, model) | {"labels": torch.tensor([example.label])}


def _asked(asked: Asked, model: ModelText) -> Batch:
    arrays = model.encoded(asked).arrays()
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _pair_texts(data: Path) -> Iterator[str]:
    return (side for pair in read_parallel(data) for side in (pair.text, pair.reference))


def _pairs(data: Path, model: ModelText) -> Iterator[Batch]:
    for pair in read_parallel(data):
        row = torch.tensor([model.ids(pair.text)])
        source = {"input_ids": row, "attention_mask": torch.ones_like(row)}
        labels = model.translation(pair.reference)
        read = [model.start_id, *labels[:-1]]
        decoder = {"decoder_input_ids": torch.tensor([read]), "labels": torch.tensor([labels])}
        yield source | decoder


LABELLED = Rows(_labelled_texts, _labelled)
PAIRS = Rows(_pair_texts, _pairs)
