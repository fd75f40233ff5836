"""How probable each target word is where a source word stands: IBM Model 1.

Brown, Della Pietra, Della Pietra and Mercer (1993), The Mathematics of Statistical Machine
Translation, section 4.2. A word f of the target comes of one word e of its source sentence, or of
none (e_0), each as probable as another: t(f|e) are what makes the pairs most probable. With
c(f|e) = sum over pairs and over f in them of t(f|e) / sum_i t(f|e_i), the next t(f|e) is c(f|e)
over the sum of c(.|e); this only goes up, and to the same end wherever it starts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 5
"""As many as GIZA++ and fast_align do of their first models."""
_LINKS_AT_ONCE = 1 << 22
"""Words of a source times words of its target, over the pairs of a chunk: some 200 MB of work."""

Ids = Sequence[int]


@dataclass(frozen=True)
class Dictionary:
    """t(target | source) for all words that stand in one pair, by rising source and target:
    ``sources`` and ``targets`` int64, ``probabilities`` float64, each (entries,)."""

    sources: np.ndarray
    targets: np.ndarray
    probabilities: np.ndarray


def learn(pairs: Sequence[tuple[Ids, Ids]], rounds: int = ROUNDS) -> Dictionary:
    """The dictionary of pairs of sentences, neither of which is empty. Nothing is drawn."""
    width = max(max(target) for _, target in pairs) + 1
    keys = np.unique(np.concatenate([np.unique(k) for k, _ in _links(pairs, width)]))
    chunks = [
        (np.searchsorted(keys, links).astype(np.int32), lengths)
        for links, lengths in _links(pairs, width)
    ]
    sources = keys // width
    probable = np.ones(len(keys))
    for _ in range(rounds):
        counts = np.zeros(len(keys))
        for links, lengths in chunks:
            share = probable[links]
            starts = np.cumsum(lengths) - lengths
            share /= np.repeat(np.add.reduceat(share, starts), lengths)
            counts += np.bincount(links, share, len(keys))
        probable = counts / np.bincount(sources, counts)[sources]
    named = sources > 0
    return Dictionary(sources[named] - 1, keys[named] % width, probable[named])


def _links(pairs: Sequence[tuple[Ids, Ids]], width: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each chunk of pairs ``(source + 1) * width + target`` of every source word with every
    target word of its pair, where source 0 is no word; and how many of these a target word has."""
    for chunk in _chunks(pairs):
        sources = [np.array([0, *(word + 1 for word in source)]) for source, _ in chunk]
        targets = [np.array(target) for _, target in chunk]
        each = [(s * width + t[:, None]).ravel() for s, t in zip(sources, targets, strict=True)]
        lengths = [np.full(len(t), len(s)) for s, t in zip(sources, targets, strict=True)]
        yield np.concatenate(each), np.concatenate(lengths)


def _chunks(pairs: Sequence[tuple[Ids, Ids]]) -> Iterator[list[tuple[Ids, Ids]]]:
    chunk: list[tuple[Ids, Ids]] = []
    links = 0
    for source, target in pairs:
        chunk.append((source, target))
        links += (len(source) + 1) * len(target)
        if links >= _LINKS_AT_ONCE:
            yield chunk
            chunk, links = [], 0
    if chunk:
        yield chunk
