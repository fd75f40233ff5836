"""Translations that ended for want of room, counted as they come and told in a sentence."""

from collections.abc import Sequence
from typing import Protocol

_SHOWN = 5
"""Places that a message names at most."""


class Answer(Protocol):
    """A text's; ``cut``: how many sentences of it ended early."""

    @property
    def cut(self) -> int: ...


class CutShort:
    """Of any number of answers the counts alone, and the first places."""

    def __init__(self) -> None:
        self._answers = self._sentences = 0
        self._places: list[str] = []

    def note(self, answer: Answer) -> None:
        """The next answer."""
        self._answers += 1
        self._sentences += answer.cut
        if answer.cut and len(self._places) <= _SHOWN:
            self._places.append(str(self._answers))

    def words(self, rooms: Sequence[int]) -> str:
        """What was cut, if anything was: how many sentences, and of which texts. ``rooms``: of the
        programs, in tokens."""
        if not self._places:
            return ""
        count = self._sentences
        shown = ", ".join(self._places[:_SHOWN]) + (", ..." if len(self._places) > _SHOWN else "")
        room = " or ".join(map(str, dict.fromkeys(rooms)))
        return (
            f"{count} translation{'s' * (count > 1)} ended at {room} tokens, where the program has "
            f"no more room (in text {shown}); export with a larger --max-target"
        )
