"""The sizes into which a width is folded, to make a tensor of a matrix."""

from collections.abc import Iterator
from functools import cache
from math import prod

LARGEST_SPREAD = 4
"""The largest size over the smallest that is still called balanced: beyond it one core of a tensor
train holds nearly the whole matrix."""


@cache
def mode_sizes(width: int, modes: int) -> tuple[int, ...]:
    """``modes`` sizes, ascending, whose product is ``width`` or, where no factors of it are
    balanced (a prime has none), the next larger number that has such: the rest is padding.

    >>> mode_sizes(768, 3)
    (8, 8, 12)
    >>> mode_sizes(769, 2)
    (22, 35)
    """
    if modes < 1 or width < 1:
        raise ValueError(f"{width} numbers cannot be folded into {modes} sizes")
    padded = width
    while True:
        best = min(_factorizations(padded, modes, 1), key=_spread, default=None)
        if best is not None and (_spread(best) <= LARGEST_SPREAD or padded < 2**modes):
            return best
        padded += 1


def padding(width: int, sizes: tuple[int, ...]) -> int:
    """How many zeros stand behind ``width`` numbers folded into ``sizes``."""
    return prod(sizes) - width


def _factorizations(number: int, count: int, least: int) -> Iterator[tuple[int, ...]]:
    """Ascending tuples of ``count`` factors of ``number``, none under ``least``."""
    if count == 1:
        if number >= least:
            yield (number,)
        return
    for first in range(least, int(number ** (1 / count) + 1e-9) + 1):
        if number % first == 0:
            for rest in _factorizations(number // first, count - 1, first):
                yield (first, *rest)


def _spread(sizes: tuple[int, ...]) -> float:
    return sizes[-1] / sizes[0]
