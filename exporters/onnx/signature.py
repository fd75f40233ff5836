"""What a file takes: names, dtypes and sizes of its inputs, and the check of a call's inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exporters.dimension import Dimension
from exporters.errors import Refused
from exporters.runtime import Arrays

Size = int | Dimension | None
"""Fixed, named and bounded, or unknown."""


@dataclass(frozen=True)
class Input:
    """One declared input."""

    name: str
    dtype: np.dtype
    shape: tuple[Size, ...]

    def check(self, array: np.ndarray) -> None:
        """Refuses an array that the input cannot take."""
        if array.dtype != self.dtype:
            raise Refused(f"the input {self.name!r} is {array.dtype}; the file takes {self.dtype}")
        sizes = zip(array.shape, self.shape, strict=False)
        if array.ndim != len(self.shape) or not all(_fits(s, d) for s, d in sizes):
            allowed = ", ".join(_words(size) for size in self.shape)
            raise Refused(
                f"the input {self.name!r} has the shape {array.shape}; the file takes ({allowed})"
            )


def check_inputs(declared: Sequence[Input], given: Arrays) -> None:
    """Refuses wrong names, dtypes and shapes, and inputs that differ in a dimension they share."""
    names = [i.name for i in declared]
    if set(given) != set(names):
        raise Refused(f"the file takes {', '.join(names)}; given were {', '.join(given) or 'none'}")
    sizes: dict[str, int] = {}
    for expected in declared:
        expected.check(given[expected.name])
        for size, dimension in zip(given[expected.name].shape, expected.shape, strict=True):
            if isinstance(dimension, Dimension) and sizes.setdefault(dimension.name, size) != size:
                raise Refused(
                    f"the inputs differ in {dimension.name}: {sizes[dimension.name]} before "
                    f"{expected.name!r}, {size} in it"
                )


def _fits(size: int, declared: Size) -> bool:
    if isinstance(declared, Dimension):
        return declared.minimum <= size <= declared.maximum
    return declared is None or size == declared


def _words(size: Size) -> str:
    if isinstance(size, Dimension):
        return f"{size.name} of {size.minimum} to {size.maximum}"
    return "any" if size is None else str(size)
