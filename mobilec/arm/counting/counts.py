"""Numbers of instructions, by what they do."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True)
class Counts:
    """Every instruction is of one kind at most; what is of none is scalar arithmetic and the like.

    ``dot``: int8 dot products (SDOT, UDOT, USDOT); ``matrix``: products of int8 matrices (SMMLA,
    UMMLA, USMMLA); ``multiply``: widening products of integers (SMLAL, SMULL, ...), which stand in
    where a processor has neither; ``vector``: all other arithmetic of vectors and floats.
    ``read_bytes`` and ``written_bytes``: of ``loads`` and ``stores``; an atomic is a load, and does
    both. None is what was not told apart.
    """

    instructions: int
    dot: int | None = None
    matrix: int | None = None
    multiply: int | None = None
    vector: int | None = None
    loads: int | None = None
    stores: int | None = None
    branches: int | None = None
    read_bytes: int | None = None
    written_bytes: int | None = None

    @classmethod
    def of(cls, row: np.ndarray) -> "Counts":
        """A row of numbers in the order of FIELDS."""
        return cls(*(round(float(number)) for number in row))

    @classmethod
    def sum(cls, parts: Sequence["Counts"]) -> "Counts":
        """Together; none is zero of everything."""
        return cls._joined(parts, 1) if parts else cls(*(0,) * len(FIELDS))

    @classmethod
    def mean(cls, parts: Sequence["Counts"]) -> "Counts":
        """Rounded to whole instructions."""
        return cls._joined(parts, len(parts))

    @classmethod
    def _joined(cls, parts: Sequence["Counts"], by: int) -> "Counts":
        def joined(name: str) -> int | None:
            known = [number for part in parts if (number := getattr(part, name)) is not None]
            return round(sum(known) / by) if len(known) == len(parts) else None

        instructions, *others = map(joined, FIELDS)
        assert instructions is not None, "it is always counted"
        return cls(instructions, *others)

    @property
    def products(self) -> int | None:
        """Of int8, by whichever instructions the processor has."""
        parts = (self.dot, self.matrix, self.multiply)
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None


FIELDS = tuple(field.name for field in fields(Counts))
