"""Old ids of words to new ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Numbering:
    """``kept``: the old ids of the words that stay, in the order of their new ids. ``words``: how
    many there were."""

    kept: tuple[int, ...]
    words: int

    @cached_property
    def _new(self) -> dict[int, int]:
        return {old: new for new, old in enumerate(self.kept)}

    def __len__(self) -> int:
        return len(self.kept)

    def __contains__(self, old: int) -> bool:
        return old in self._new

    def new(self, old: int) -> int:
        """The new id of a word that stays. What is no id of the model (-1, -100) is left as is."""
        return self._new[old] if 0 <= old < self.words else old

    def new_ids(self, old: Iterable[int]) -> list[int]:
        """Of several."""
        return [self.new(id) for id in old]

    def keeps(self, ids: Iterable[int]) -> bool:
        """Whether all of them stay."""
        return all(id in self._new for id in ids)


def numbering(kept: Iterable[int], words: int, first: Sequence[int] = ()) -> Numbering:
    """The words ``first`` come first; apart from that the order stays."""
    lead = dict.fromkeys(first)
    return Numbering((*lead, *sorted(set(kept) - lead.keys())), words)
