"""Which layers a step changes, and with which value: the first pattern that matches wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, Self

from exporters.errors import Refused

LEFT_ALONE = None
"""The value of a rule that leaves its layers as they are; also of layers that no rule matches."""


@dataclass(frozen=True)
class Rules:
    """Shell patterns on the paths of layers, in order, each with a value that the method reads
    (a rank, for example). No entries at all: the method takes the layers that it is meant for.
    """

    entries: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def parse(cls, value: Any, where: str) -> Self:
        """``value``: a mapping of patterns as a recipe holds it, or a list of patterns, which
        leaves the value to the step's own options."""
        if isinstance(value, list) and all(isinstance(pattern, str) for pattern in value):
            return cls(tuple((pattern, {}) for pattern in value))
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise Refused(
                f"{where} should be patterns of layers, each with a value or null, and is {value!r}"
            )
        return cls(tuple(value.items()))

    def to_json(self) -> dict[str, Any]:
        return dict(self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)

    def value(self, path: str, default: Any) -> Any:
        """What the first matching rule says of the layer at ``path``; ``default`` where it says
        nothing of its own (``{}``), and None where the layer is left alone."""
        for pattern, value in self.entries:
            if fnmatchcase(path, pattern):
                return default if value == {} else value
        return LEFT_ALONE

    def refuse_idle(self, paths: Iterable[str], where: str) -> None:
        """Refuses a pattern that matches none of ``paths``, the layers that the method can change,
        and names the nearest."""
        known = list(paths)
        for pattern, _ in self.entries:
            if not any(fnmatchcase(path, pattern) for path in known):
                raise Refused(
                    f"{where}: the pattern {pattern!r} matches no layer that this method can "
                    f"change; the nearest are {', '.join(nearest(pattern, known))}"
                )


def nearest(asked: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Known names by likeness to what was asked; the first ones where nothing is alike."""
    names = list(known)
    return get_close_matches(asked, names, n=count, cutoff=0.5) or names[:count]
