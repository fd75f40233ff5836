"""How many words a shortlist leaves, and how many of those that a translation needs are there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exporters.text.shortlist import Shortlist
from mobilec.shortlisting.dictionary import Ids


@dataclass(frozen=True)
class Coverage:
    """Over ``pairs`` of a source and a reference: ``words``, the share of words of references that
    are allowed; ``whole``, of references all of whose words are; ``mean_allowed`` and
    ``most_allowed``, target words of a sentence."""

    pairs: int
    words: float
    whole: float
    mean_allowed: float
    most_allowed: int


def coverage(shortlist: Shortlist, pairs: Sequence[tuple[Ids, Ids]]) -> Coverage:
    """Of pairs, neither side of which is empty."""
    allowed = [shortlist.allowed(source) for source, _ in pairs]
    hits = [np.isin(target, a) for (_, target), a in zip(pairs, allowed, strict=True)]
    sizes = [len(a) for a in allowed]
    return Coverage(
        pairs=len(pairs),
        words=float(np.concatenate(hits).mean()),
        whole=float(np.mean([hit.all() for hit in hits])),
        mean_allowed=float(np.mean(sizes)),
        most_allowed=max(sizes),
    )
