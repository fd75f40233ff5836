"""A bundle's shortlist: which target words a sentence may become, small and read alike everywhere.

Little endian: eight bytes ``MAGIC``; three u32, which are the version, the source words S and the
target words; S + 1 u16, the bytes that each list takes; the lists, one after another. List w has
the target words of source word w, and list S those that every sentence may have. A list rises, and
each of its numbers is what is to be added to the one before it (to 0 at first), in groups of seven
bits, the lowest first, with the eighth bit where another group follows (LEB128). So an entry takes
1.7 bytes where Marian's file takes four.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from exporters.errors import Refused
from exporters.text.shortlist import Shortlist

MAGIC = b"mobilecW"
VERSION = 1
NAME = "shortlist.bin"
ROLE = "shortlist"
"""Of the file in a bundle's manifest."""
_HEADER = struct.Struct("<3I")
_LISTS = len(MAGIC) + _HEADER.size
_MORE, _SEVEN = 0x80, 0x7F
_MOST_BYTES = 0xFFFF
_MOST_GROUPS = 4
"""Of a number; no vocabulary has 2^28 words."""


@dataclass(frozen=True, eq=False)
class WordLists:
    """``target_words``: of the vocabulary. ``starts`` (source words + 2): where each list begins in
    ``lists``, the bytes of all."""

    target_words: int
    starts: np.ndarray
    lists: bytes

    @property
    def source_words(self) -> int:
        return len(self.starts) - 2

    def allowed(self, ids: Iterable[int], more: Iterable[int] = ()) -> np.ndarray:
        """The target words for a sentence of these source words, its end token among them: int64,
        rising, each once. ``more``: target words that it may have all the same, as a name that is
        to stay. Refused: an id that is of no word, and a list that is damaged."""
        words, always = sorted(set(ids)), self.source_words
        if words and not 0 <= words[0] <= words[-1] < always:
            raise Refused(
                f"the shortlist is of {always:,} source words, and the ids of a text go from "
                f"{words[0]} to {words[-1]}: it is of another vocabulary"
            )
        found = np.unique(np.concatenate((self._targets((*words, always)), [*more]))).astype(int)
        if len(found) and not 0 <= found[0] <= found[-1] < self.target_words:
            raise Refused(
                f"target words {found[0]} to {found[-1]} were allowed, and the vocabulary has "
                f"{self.target_words:,}: the shortlist is damaged, or of another one"
            )
        return found

    def _targets(self, words: Sequence[int]) -> np.ndarray:
        """Of all these lists, read at once: a loop over their bytes takes six times as long."""
        begins, ends = self.starts.take(words).tolist(), self.starts[1:].take(words).tolist()
        parts = [self.lists[begin:end] for begin, end in zip(begins, ends, strict=True)]
        groups = np.frombuffer(b"".join(parts), np.uint8)
        last = np.flatnonzero(groups < _MORE)
        sizes = np.cumsum([0, *map(len, parts)])
        if any(part and part[-1] >= _MORE for part in parts):
            raise _damaged("a list ends within a number")
        first = np.concatenate(([0], last[:-1] + 1)).astype(np.int64)[: len(last)]
        if len(last) and (last - first).max() >= _MOST_GROUPS:
            raise _damaged("a number is too large for a word")
        value = (groups[first] & _SEVEN).astype(np.int64)
        for more in range(1, _MOST_GROUPS):
            at = first + more
            inside = at <= last
            value[inside] += (groups[at[inside]] & _SEVEN).astype(np.int64) << 7 * more
        # A list's numbers begin anew: what had been added up before it is taken away.
        entries = np.searchsorted(last, sizes[:-1])
        before = np.concatenate(([0], np.cumsum(value)))
        counts = np.diff(np.append(entries, len(last)))
        return before[1:] - np.repeat(before[entries], counts)


def word_lists(shortlist: Shortlist, target_words: int, always: Iterable[int] = ()) -> WordLists:
    """Of Marian's lists. ``always``: what every sentence may have beside its first words, as the
    end of a sentence and what a search forces."""
    offsets = shortlist.offsets.astype(np.int64).tolist()
    targets = shortlist.targets.tolist()
    each = [targets[start:end] for start, end in zip(offsets[:-1], offsets[1:], strict=True)]
    each.append(sorted({*range(shortlist.first), *always}))
    written = [_written(words) for words in each]
    for word, content in enumerate(written):
        if len(content) > _MOST_BYTES:
            raise Refused(
                f"the shortlist allows {len(each[word]):,} target words in one list, more than a "
                f"bundle can hold; make one with fewer (mobilec shortlist --first, --best)"
            )
    starts = np.cumsum([0, *map(len, written)])
    return WordLists(target_words, starts, b"".join(written))


def write_word_lists(lists: WordLists) -> bytes:
    """As ``read_word_lists`` reads it."""
    sizes = np.diff(lists.starts).astype("<u2").tobytes()
    header = _HEADER.pack(VERSION, lists.source_words, lists.target_words)
    return MAGIC + header + sizes + lists.lists


def read_word_lists(content: bytes, target_words: int) -> WordLists:
    """``target_words``: of the program. Refused: what is no such file, is cut off, or is of another
    vocabulary."""
    if len(content) < _LISTS or content[: len(MAGIC)] != MAGIC:
        raise Refused(f"{NAME} does not begin as a bundle's shortlist; export the bundle again")
    version, source, target = _HEADER.unpack_from(content, len(MAGIC))
    if version != VERSION:
        raise Refused(
            f"{NAME} is of version {version}; this version of mobilec reads {VERSION}: read the "
            "bundle with a newer one"
        )
    if target != target_words:
        raise Refused(
            f"{NAME} is of {target:,} target words, and the program has {target_words:,}; export "
            "the bundle again"
        )
    begin = _LISTS + 2 * (source + 1)
    if len(content) < begin:
        raise _damaged(f"it has {len(content):,} bytes")
    sizes = np.frombuffer(content, "<u2", source + 1, _LISTS)
    starts = np.cumsum([0, *sizes.tolist()])
    there = len(content) - begin
    if there != starts[-1]:
        raise _damaged(f"its lists take {starts[-1]:,} bytes, and {there:,} are there")
    return WordLists(target, starts, content[begin:])


def _written(words: Sequence[int]) -> bytes:
    found, before = bytearray(), 0
    for word in words:
        more, before = word - before, word
        while more > _SEVEN:
            found.append(more & _SEVEN | _MORE)
            more >>= 7
        found.append(more)
    return bytes(found)


def _damaged(reason: str) -> Refused:
    return Refused(f"{NAME} is damaged or cut off ({reason}); download the bundle again")
