"""Runs of neighbouring layers, each of which one layer is to replace."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from exporters.errors import Refused
from exporters.families.layers import Stack
from mobilec.compression.structure.amount import Amount
from mobilec.compression.structure.layers import spread

EVERY, FIRST = "every", "first"
STARTS = (EVERY, FIRST)


@dataclass(frozen=True)
class Successors:
    """How many layers replace those of a stack, in runs as even as they get; or ``sizes``: how many
    layers each of them replaces."""

    amount: Amount | None = None
    sizes: tuple[int, ...] = ()

    @classmethod
    def parse(cls, value: Any, where: str) -> "Successors":
        """3, 0.5, or [2, 2, 2]."""
        if not isinstance(value, list):
            return cls(Amount.parse(value, where))
        if not value or any(type(size) is not int or size < 1 for size in value):
            raise Refused(
                f"{where} is {value!r}; say how many layers each successor replaces: [2, 2, 2]"
            )
        return cls(sizes=tuple(value))

    def to_json(self) -> Any:
        return list(self.sizes) if self.amount is None else self.amount.to_json()

    def runs(self, stack: Stack) -> tuple[range, ...]:
        """The layers of each run. Refused: sizes that leave layers out, or name more than there
        are."""
        if self.amount is not None:
            stay = self.amount.of(stack.layers, f"layers in the {stack.role}")
            ends = [at + 1 for at in spread(stack.layers, stay)]
        else:
            ends = [*accumulate(self.sizes)]
        if ends[-1] != stack.layers:
            raise Refused(
                f"the successors {list(self.sizes)} replace {ends[-1]} layers, and the {stack.role}"
                f" has {stack.layers}; each is to be replaced once"
            )
        return tuple(range(begin, end) for begin, end in zip([0, *ends], ends, strict=False))


def begins(runs: Sequence[range], start: str) -> tuple[int, ...]:
    """The layer that each successor begins as: the first of its run, or (``first``) the first ones
    of the stack. Layer 0 is among them, which makes T5's bias by distance."""
    return tuple(range(len(runs))) if start == FIRST else tuple(run[0] for run in runs)
