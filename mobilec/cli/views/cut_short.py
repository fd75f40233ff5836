"""Translations that ended for want of room, in a sentence."""

from collections.abc import Sequence
from typing import Protocol

_SHOWN = 5
"""Places that a message names at most."""


class Answer(Protocol):
    """A text's; ``cut``: how many sentences of it ended early."""

    @property
    def cut(self) -> int: ...


def cut_short(answers: Sequence[Answer], rooms: Sequence[int]) -> str:
    """What was cut, if anything was: how many sentences, and of which texts. ``rooms``: of the
    programs, in tokens."""
    places = [at for at, answer in enumerate(answers, start=1) if answer.cut]
    if not places:
        return ""
    count = sum(answer.cut for answer in answers)
    shown = ", ".join(map(str, places[:_SHOWN])) + (", ..." if len(places) > _SHOWN else "")
    room = " or ".join(map(str, dict.fromkeys(rooms)))
    return (
        f"{count} translation{'s' * (count > 1)} ended at {room} tokens, where the program has no "
        f"more room (in text {shown}); export with a larger --max-target"
    )
