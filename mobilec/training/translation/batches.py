"""The batches of a whole run, each a function of the seed and its number alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import Dataset

from mobilec.training.measures import IGNORED
from mobilec.training.translation.segmentation import VARIANTS, Side

Batch = dict[str, torch.Tensor]
"""``input_ids``, ``attention_mask``, ``decoder_input_ids`` and ``labels``: (sentences, length)."""


@dataclass(frozen=True)
class Text:
    """The pairs of all corpora in a row. ``sizes`` are their numbers, ``shares`` as in Corpus.

    ``ways`` are the cuts of every word, see Segmentation.
    """

    source: Side
    target: Side
    sizes: tuple[int, ...]
    shares: tuple[float, ...]
    ways: list[list[list[int]]]


def frequencies(text: Text, vocabulary: int, eos: int) -> torch.Tensor:
    """How often an epoch's targets have each piece, where words are cut in the first way.

    float32, (vocabulary,).
    """
    counts = np.zeros(vocabulary)
    ends = np.cumsum(text.sizes)
    for end, size, share in zip(ends, text.sizes, text.shares, strict=True):
        first, last = text.target.starts[end - size], text.target.starts[end]
        words = np.bincount(text.target.words[first:last], minlength=len(text.ways))
        for word in np.flatnonzero(words):
            for piece in text.ways[word][0]:
                counts[piece] += share * words[word]
        counts[eos] += share * size
    return torch.from_numpy(counts).float()


@dataclass(frozen=True)
class Limits:
    """``pieces`` of a side of an example, ``batch`` padded pieces of a side, ``joined`` a share."""

    pieces: int
    batch: int
    joined: float


@dataclass(frozen=True)
class _Epoch:
    """``examples`` (examples, 2) are pairs and what follows them (-1: nothing); ``batches`` holds
    rows of it; the draws are the way in which each word of the text is cut in this epoch."""

    examples: np.ndarray
    batches: list[np.ndarray]
    source_draws: np.ndarray
    target_draws: np.ndarray


class Batches(Dataset):
    """``steps`` batches of sentences of about the same length, epoch after epoch.

    The Trainer sees a batch as one example of a single long epoch: so a batch may hold as many
    sentences as fit, and a resumed run finds its place by counting.
    """

    def __init__(
        self, text: Text, limits: Limits, *, eos: int, pad: int, seed: int, steps: int
    ) -> None:
        self._text = text
        self._limits = limits
        self._eos = eos
        self._pad = pad
        self._seed = seed
        self._steps = steps
        self._way_lengths = np.asarray([[len(cut) for cut in cuts] for cuts in text.ways])
        self._number = 0
        self._first = 0
        self._epoch = self._planned(0)

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> Batch:
        self._seek(step)
        epoch = self._epoch
        examples = epoch.examples[epoch.batches[step - self._first]]
        text = self._text
        sources = [self._pieces(text.source, epoch.source_draws, row) for row in examples]
        targets = [self._pieces(text.target, epoch.target_draws, row) for row in examples]
        input_ids = _padded(sources, self._pad)
        labels = _padded(targets, IGNORED)
        return {
            "input_ids": input_ids,
            "attention_mask": (input_ids != self._pad).long(),
            "decoder_input_ids": _padded([[self._pad, *ids[:-1]] for ids in targets], self._pad),
            "labels": labels,
        }

    def epoch_of(self, step: int) -> int:
        """The number of the epoch, from 0, that a batch is of."""
        self._seek(step)
        return self._number

    def _seek(self, step: int) -> None:
        if step < self._first:
            self._number, self._first, self._epoch = 0, 0, self._planned(0)
        while step >= self._first + len(self._epoch.batches):
            self._first += len(self._epoch.batches)
            self._number += 1
            self._epoch = self._planned(self._number)

    def _planned(self, number: int) -> _Epoch:
        generator = np.random.default_rng([self._seed, number])
        text = self._text
        source_draws = generator.integers(VARIANTS, size=len(text.source.words))
        target_draws = generator.integers(VARIANTS, size=len(text.target.words))
        first = self._chosen(generator)
        followed = generator.random(len(first)) < self._limits.joined
        second = np.where(followed, generator.permutation(first), -1)
        examples = np.stack([first, second], axis=1)
        lengths = np.stack(
            [
                self._lengths(text.source, source_draws, examples),
                self._lengths(text.target, target_draws, examples),
            ]
        )
        fit = lengths.max(axis=0) <= self._limits.pieces
        batches = _batches(lengths[:, fit], self._limits.batch)
        shuffled = [batches[index] for index in generator.permutation(len(batches))]
        return _Epoch(examples[fit], shuffled, source_draws, target_draws)

    def _chosen(self, generator: np.random.Generator) -> np.ndarray:
        """The pairs of an epoch, in random order."""
        ends = np.cumsum(self._text.sizes)
        chosen = [
            end - size + generator.permutation(size)[: round(size * share)]
            for end, size, share in zip(ends, self._text.sizes, self._text.shares, strict=True)
        ]
        return generator.permutation(np.concatenate(chosen))

    def _lengths(self, side: Side, draws: np.ndarray, examples: np.ndarray) -> np.ndarray:
        """Pieces of each example with its ``</s>``: (examples,)."""
        lengths = side.lengths(self._way_lengths[side.words, draws])
        # Row -1, nothing, has no pieces.
        return np.append(lengths, 0)[examples].sum(axis=1) + 1

    def _pieces(self, side: Side, draws: np.ndarray, example: np.ndarray) -> list[int]:
        ids: list[int] = []
        for sentence in example[example >= 0]:
            for place in range(side.starts[sentence], side.starts[sentence + 1]):
                ids += self._text.ways[side.words[place]][draws[place]]
        return [*ids, self._eos]


def _batches(lengths: np.ndarray, most: int) -> list[np.ndarray]:
    """Rows of about the same length, as many as give at most ``most`` padded pieces of a side.

    ``lengths`` is (2, rows): pieces of the source and of the target.
    """
    # By the target first: each of its positions costs a row of logits over the vocabulary.
    order = np.lexsort((lengths[0], lengths[1]))
    batches: list[np.ndarray] = []
    start, longest = 0, 0
    for place, row in enumerate(order):
        grown = max(longest, lengths[:, row].max())
        if grown * (place + 1 - start) > most:
            batches.append(order[start:place])
            start, grown = place, lengths[:, row].max()
        longest = grown
    return [*batches, order[start:]]


def _padded(rows: Sequence[Sequence[int]], filler: int) -> torch.Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])
