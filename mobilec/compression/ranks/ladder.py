"""What each size of a layer costs and loses, and which sizes a common budget pays for."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from exporters.errors import Refused


@dataclass(frozen=True)
class Ladder:
    """The sizes that one layer can have, from the smallest: ``costs`` in parameters, rising, and
    ``errors``, what each loses: the relative squared error of the layer, times how much the model
    suffers from it.
    """

    path: str
    costs: tuple[int, ...]
    errors: tuple[float, ...]

    def hull(self) -> list[int]:
        """Rungs on the lower convex hull of error over cost: between them every step up pays less
        for its parameters than the one before, so taking the best step first is right."""
        kept: list[int] = []
        for rung in range(len(self.costs)):
            while kept and self._above(kept, rung):
                kept.pop()
            kept.append(rung)
        return kept

    def gain(self, lower: int, upper: int) -> float:
        """Error saved for a parameter more."""
        saved = self.errors[lower] - self.errors[upper]
        return saved / max(self.costs[upper] - self.costs[lower], 1)

    def _above(self, kept: list[int], rung: int) -> bool:
        last = kept[-1]
        if self.errors[last] <= self.errors[rung]:
            return False
        before = self.costs[last] >= self.costs[rung]
        return before or (len(kept) > 1 and self.gain(kept[-2], last) < self.gain(last, rung))


def paid_for(ladders: Sequence[Ladder], budget: int) -> tuple[int, ...]:
    """A rung for each ladder, such that all together cost no more than ``budget``.

    The greedy way: the step that saves most error for a parameter goes first. On convex ladders
    that is within one step of the best (Fox 1966). Refused: a budget below the smallest sizes.
    """
    hulls = [ladder.hull() for ladder in ladders]
    least = sum(ladder.costs[hull[0]] for ladder, hull in zip(ladders, hulls, strict=True))
    if least > budget:
        raise Refused(
            f"a budget of {budget:,} parameters cannot be met: at the smallest ranks these layers "
            f"have {least:,}, which is the nearest"
        )
    at, left = [0] * len(ladders), budget - least
    steps = [_step(number, ladders, hulls, 0) for number in range(len(ladders))]
    waiting = [step for step in steps if step is not None]
    heapq.heapify(waiting)
    while waiting:
        _, number = heapq.heappop(waiting)
        ladder, hull = ladders[number], hulls[number]
        price = ladder.costs[hull[at[number] + 1]] - ladder.costs[hull[at[number]]]
        if price > left:
            continue
        at[number] += 1
        left -= price
        step = _step(number, ladders, hulls, at[number])
        if step is not None:
            heapq.heappush(waiting, step)
    return tuple(hull[place] for hull, place in zip(hulls, at, strict=True))


def _step(
    number: int, ladders: Sequence[Ladder], hulls: list[list[int]], at: int
) -> tuple[float, int] | None:
    hull = hulls[number]
    if at + 1 >= len(hull):
        return None
    return -ladders[number].gain(hull[at], hull[at + 1]), number
