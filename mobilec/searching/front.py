"""Which of the recipes that were tried are beaten by none, and which of them is taken."""

from collections.abc import Sequence

from mobilec.searching.study import Tried


def front(found: Sequence[Tried]) -> tuple[Tried, ...]:
    """Those that no other equals in score, bytes and latency and betters in one; fewest bytes
    first."""
    measured = [each for each in found if each.figures is not None]
    best = [each for each in measured if not any(_beats(other, each) for other in measured)]
    return tuple(sorted(best, key=lambda each: (each.figures.bytes, each.number)))  # type: ignore[union-attr]


def chosen(found: Sequence[Tried]) -> Tried | None:
    """Of those that keep to the budget that of the highest score, and of equal ones the
    smallest."""
    fit = [each for each in found if each.fits]
    return max(fit, key=_rank, default=None)


def nearest(found: Sequence[Tried]) -> Tried | None:
    """That which exceeds the budget least, where none keeps to it."""
    measured = [each for each in found if each.figures is not None]
    return min(measured, key=lambda each: max(each.over), default=None)


def _rank(each: Tried) -> tuple[float, int, int]:
    figures = each.figures
    assert figures is not None
    return figures.score, -figures.bytes, -each.number


def _beats(other: Tried, each: Tried) -> bool:
    theirs, ours = _figures(other), _figures(each)
    if theirs == ours:
        return other.number < each.number
    return all(a >= b for a, b in zip(theirs, ours, strict=True))


def _figures(each: Tried) -> tuple[float, float, float]:
    """More is better."""
    figures = each.figures
    assert figures is not None
    return figures.score, -float(figures.bytes), -figures.latency
