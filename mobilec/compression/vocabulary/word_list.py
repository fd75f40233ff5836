"""The words of one numbering, and which of them must stay together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class WordList:
    """``names``: every word by its id. ``fixed``: ids that stay in any case. ``needed``: from an id
    to all that a tokenizer needs to cut this word out. ``says``: the text of a word; None where it
    is no whole character. ``marks``: what a name can begin with beside its characters. ``first``:
    ids that get the first numbers, in order. ``special``: those of them and others that are no
    text. ``placed``: ids from here on are added behind the words of the tokenizer's own model.
    """

    names: dict[str, int]
    fixed: frozenset[int]
    needed: Callable[[int], set[int]] = field(repr=False)
    says: Callable[[str], str | None] = field(repr=False)
    marks: tuple[str, ...]
    special: frozenset[int]
    placed: int
    first: tuple[int, ...] = ()

    def used(self, counts: Counter[int], least: int) -> Iterator[int]:
        """Ids that occur at least so many times, the most frequent first."""
        known = set(self.names.values())
        order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return (id for id, count in order if count >= least and id in known)

    def written_in(self, allowed: Callable[[str], bool]) -> Iterator[int]:
        """Ids of the words all of whose characters are allowed."""
        for name, id in self.names.items():
            said = self.says(name)
            if said is not None and all(map(allowed, said)):
                yield id

    def closed(self, wanted: Iterable[int], also: Iterable[int], size: int | None) -> set[int]:
        """``wanted`` with all that must stay with them, and the characters that they are written
        in, so that another word is still cut and not unknown; at most ``size`` ids, the first of
        ``wanted`` before the later ones. ``also``: ids that stay in any case beside ``fixed``."""
        words = list(wanted)
        ids = {id: name for name, id in self.names.items()}
        kept = set(self.fixed) | set(also)
        kept |= self._alphabet(ids[id] for id in words)
        for id in words:
            more = self.needed(id) - kept
            if size is None or len(kept) + len(more) <= size:
                kept |= more
        return kept

    def _alphabet(self, words: Iterable[str]) -> set[int]:
        letters = {sign for word in words for sign in word}
        return {self.names[m + s] for m in self.marks for s in letters if m + s in self.names}
