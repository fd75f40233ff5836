"""A text translated sentence by sentence, whoever searches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

from exporters.text.sentences import rejoin
from exporters.text.words import Words

Search = Callable[[Sequence[int]], Sequence[int]]
"""Ids of a source to the tokens of its translation, from the start token on."""


@dataclass(frozen=True)
class Translation:
    """``tokens``: of all sentences, one after the other."""

    text: str
    tokens: tuple[int, ...]


def translated(text: str, words: Words, longest: int, search: Search) -> Translation:
    """A text of any length; its paragraphs stay. ``longest``: source of a search, in tokens."""
    pieces = words.pieces(text, longest)
    found = [search(words.ids(piece.text)) if piece.text else () for piece in pieces]
    said = [words.text(tokens) if tokens else "" for tokens in found]
    return Translation(rejoin(pieces, said), tuple(chain.from_iterable(found)))
