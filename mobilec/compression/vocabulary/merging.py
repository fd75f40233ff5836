"""Which merges of byte pair encoding a word is made by.

Pairs are merged from the best rank on (Sennrich et al. 2016). A merge that never happens while a
text is cut can be left out without changing how it is cut; one that happens cannot, also where its
result is merged further. Inside of a word that comes out whole, no merge crosses its ends, so the
merges that make it are those that happen when it is cut alone.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

Rank = Callable[[str, str], float | None]
"""How early a pair is merged: the least first; None for never."""


def made_by(pieces: Sequence[str], rank: Rank) -> Iterator[tuple[str, str]]:
    """The merges that happen when a word, given as the pieces that it begins with, is cut."""
    running = list(pieces)
    while True:
        ranked = [(rank(a, b), at) for at, (a, b) in enumerate(pairwise(running))]
        possible = [(found, at) for found, at in ranked if found is not None]
        if not possible:
            return
        at = min(possible)[1]
        yield running[at], running[at + 1]
        running[at : at + 2] = [running[at] + running[at + 1]]
