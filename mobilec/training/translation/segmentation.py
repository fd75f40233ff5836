"""Pairs as word numbers, and words as pieces: one way for good, several ways while training."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

VARIANTS = 8
"""Ways in which each word is cut into pieces while training, equally likely; many are alike."""


@dataclass(frozen=True)
class Side:
    """All sentences of one side: ``words[starts[i]:starts[i + 1]]`` are those of sentence i."""

    words: np.ndarray
    starts: np.ndarray

    def lengths(self, word_lengths: np.ndarray) -> np.ndarray:
        """Pieces of each sentence, ``</s>`` left out, where the words have so many: (sentences,).

        ``word_lengths`` has one entry for each occurrence, as ``words`` has.
        """
        sums = np.concatenate([[0], np.cumsum(word_lengths)])
        return sums[self.starts[1:]] - sums[self.starts[:-1]]


class Segmentation:
    """The words that ``tokenizer`` finds in texts, and the ways to cut them into pieces.

    Way 0 is the tokenizer's own. The others leave out each possible merge with a chance of
    ``dropout``, at every step (BPE-dropout). They are drawn once, from ``seed`` alone: the
    tokenizers library draws from a generator that cannot be seeded, and a resumed run would differ.
    """

    def __init__(self, tokenizer: PreTrainedTokenizerFast, dropout: float, seed: int) -> None:
        self._tokenizer = tokenizer.backend_tokenizer
        self._dropout = dropout
        self._seed = seed
        self._numbers: dict[str, int] = {}

    def side(self, texts: Sequence[str]) -> Side:
        """The words of ``texts``, numbered in the order in which they were first seen."""
        rows = [self._words(text) for text in texts]
        starts = np.cumsum([0, *map(len, rows)])
        return Side(np.asarray([word for row in rows for word in row], dtype=np.int64), starts)

    def ways(self) -> list[list[list[int]]]:
        """``ways()[word][way]`` are the ids of the pieces of a word that a side holds."""
        vocabulary = self._tokenizer.get_vocab()
        ranks = _ranks(self._tokenizer)
        generator = np.random.default_rng([self._seed, len(self._numbers)])
        return [self._cuts(word, vocabulary, ranks, generator) for word in self._numbers]

    def _words(self, text: str) -> list[int]:
        normal = self._tokenizer.normalizer.normalize_str(text)
        words = self._tokenizer.pre_tokenizer.pre_tokenize_str(normal)
        return [self._numbers.setdefault(word, len(self._numbers)) for word, _ in words]

    def _cuts(
        self,
        word: str,
        vocabulary: dict[str, int],
        ranks: dict[tuple[str, str], int],
        generator: np.random.Generator,
    ) -> list[list[int]]:
        own = [token.id for token in self._tokenizer.model.tokenize(word)]
        # A word with a character that is written in bytes is cut in one way only.
        if not self._dropout or any(character not in vocabulary for character in word):
            return [own] * VARIANTS
        cuts = [_cut(word, ranks, self._dropout, generator) for _ in range(VARIANTS - 1)]
        return [own, *([vocabulary[piece] for piece in cut] for cut in cuts)]


def _cut(
    word: str,
    ranks: dict[tuple[str, str], int],
    dropout: float,
    generator: np.random.Generator,
) -> list[str]:
    """The pieces of ``word`` by byte-pair merges, each of them left out by chance."""
    pieces = list(word)
    while True:
        left_out = generator.random(len(pieces)) < dropout
        merges = [
            (ranks[pair], place)
            for place, pair in enumerate(zip(pieces, pieces[1:], strict=False))
            if pair in ranks and not left_out[place]
        ]
        if not merges:
            return pieces
        _, place = min(merges)
        pieces[place : place + 2] = [pieces[place] + pieces[place + 1]]


def _ranks(tokenizer: Tokenizer) -> dict[tuple[str, str], int]:
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    return {tuple(merge): rank for rank, merge in enumerate(merges)}
