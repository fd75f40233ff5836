"""Machines that a run could begin on, as far as ``auto`` looks at one. No test measures a time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fake:
    name: str
    has_bf16: bool
    bf16_time: float


FAST = Fake("a fast one", True, 0.4)
SLOW = Fake("a slow one", True, 9.5)
"""It has the instructions, and they do not help."""
OLD = Fake("an old one", False, 12.0)


class Unasked:
    """Fails when anybody measures it."""

    name, has_bf16 = "an unasked one", True

    @property
    def bf16_time(self) -> float:
        raise AssertionError("nothing was to be measured")
