"""From sentences as ids to a shortlist: the best words for each, and those that are always there.

Best are those of the highest t(target | source) * t(source | target), each learnt in its own
direction (Liang, Taskar and Klein 2006, Alignment by Agreement, multiply the two as well): a rare
word makes everything probable that stands beside it once, and the other direction knows better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist
from mobilec.shortlisting.dictionary import Dictionary, Ids, learn


@dataclass(frozen=True)
class Limits:
    """``first``: so many of the most frequent target words are always there. ``best``: at most so
    many of a source word. ``prune``: the least t(target | source) of these."""

    first: int = 100
    best: int = 100
    prune: float = 0.0

    def __post_init__(self) -> None:
        if self.first < 0 or self.best < 1:
            raise Refused(
                f"the {self.first} most frequent words and {self.best} for each source word were "
                f"asked for; the fewest are 0 and 1"
            )
        if not 0 <= self.prune <= 1:
            raise Refused(f"prune is a probability, from 0 to 1, and was {self.prune}")


@dataclass(frozen=True)
class Vocabularies:
    """``source_words``, ``target_words``: rows of the model. ``spelled``: source word to the target
    word that is written in the same way. ``end``: a source word that stands in every sentence.
    ``always``: target words that the search cannot do without, such as its end."""

    source_words: int
    target_words: int
    spelled: Mapping[int, int]
    end: int
    always: tuple[int, ...]


def build(
    pairs: Sequence[tuple[Ids, Ids]], vocabularies: Vocabularies, limits: Limits
) -> Shortlist:
    """The shortlist of pairs of sentences as ids, sources with their end.

    What is always there stands in the list of ``end``, so that the words need no order of their
    own; ``Shortlist.first`` is 0. Every source word has the target word of its spelling: names.
    """
    sources, targets = _best(pairs, limits)
    width = vocabularies.target_words
    always = np.array([*_frequent(pairs, limits.first), *vocabularies.always])
    # Marian takes a last list without words for a damaged file.
    last = (vocabularies.source_words - 1) * width + vocabularies.always[0]
    spelled = [source * width + target for source, target in vocabularies.spelled.items()]
    keys = np.unique(
        np.concatenate(
            [sources * width + targets, vocabularies.end * width + always, spelled, [last]]
        ).astype(np.int64)
    )
    starts = np.arange(vocabularies.source_words + 1, dtype=np.int64) * width
    offsets = np.searchsorted(keys, starts).astype(np.uint64)
    return Shortlist(0, limits.best, offsets, (keys % width).astype(np.uint32))


def _frequent(pairs: Sequence[tuple[Ids, Ids]], first: int) -> list[int]:
    """The most frequent target words; of equally frequent ones those of lower ids."""
    counts = np.bincount(np.concatenate([target for _, target in pairs]))
    words: list[int] = np.argsort(-counts, kind="stable")[:first].tolist()
    return [word for word in words if counts[word]]


def _best(pairs: Sequence[tuple[Ids, Ids]], limits: Limits) -> tuple[np.ndarray, np.ndarray]:
    there = learn(pairs)
    score = there.probabilities * _turned(learn([(target, source) for source, target in pairs]))
    order = np.lexsort((there.targets, -score, there.sources))
    order = order[there.probabilities[order] >= limits.prune]
    sources, targets = there.sources[order], there.targets[order]
    rank = np.arange(len(sources)) - np.searchsorted(sources, sources)
    return sources[rank < limits.best], targets[rank < limits.best]


def _turned(back: Dictionary) -> np.ndarray:
    """t(source | target) in the order of the other direction, which has the same entries."""
    return back.probabilities[np.lexsort((back.sources, back.targets))]
