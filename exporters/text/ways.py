"""What a person can choose who has some translators: each direction, with its way back.

1. Each translator is a way from its source to its target.
2. Two that meet in a language are a way through it, where no way from that source to that target
   stands before it: none goes through a language for what a translator does alone.
3. A way and the first later one that leads back are one choice.

A translator that does not name its languages is a choice by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exporters.text.meeting import is_known, is_same_language


@dataclass(frozen=True)
class Direction:
    """The languages of a translator, as its model names them; None where it names none."""

    source: str | None
    target: str | None

    @property
    def is_known(self) -> bool:
        return is_known(self.source) and is_known(self.target)


@dataclass(frozen=True)
class Way:
    """``legs``: places of the translators that a text goes through, one after the other; one or two
    of them. ``through``: the language in which two meet."""

    legs: tuple[int, ...]
    direction: Direction
    through: str | None = None


@dataclass(frozen=True)
class Choice:
    """``back``: the way that the other language is translated by, if there is one."""

    way: Way
    back: Way | None = None


def choices(translators: Sequence[Direction]) -> tuple[Choice, ...]:
    """In the order of the translators, ways through a language behind all others."""
    ways = [Way((place,), direction) for place, direction in enumerate(translators)]
    for first, one in enumerate(translators):
        for second, other in enumerate(translators):
            if not is_same_language(one.target, other.source):
                continue
            direction = Direction(one.source, other.target)
            if _is_new(direction, ways):
                ways.append(Way((first, second), direction, one.target))
    return tuple(_paired(ways))


def _is_new(direction: Direction, ways: Sequence[Way]) -> bool:
    """Whether it leads from a known language to another, and no way does so yet."""
    if not direction.is_known or is_same_language(direction.source, direction.target):
        return False
    return not any(_is_same(way.direction, direction) for way in ways)


def _paired(ways: Sequence[Way]) -> list[Choice]:
    found, left = [], list(ways)
    while left:
        way = left.pop(0)
        turned = Direction(way.direction.target, way.direction.source)
        back = next((other for other in left if _is_same(other.direction, turned)), None)
        if back is not None:
            left.remove(back)
        found.append(Choice(way, back))
    return found


def _is_same(one: Direction, other: Direction) -> bool:
    return is_same_language(one.source, other.source) and is_same_language(one.target, other.target)
