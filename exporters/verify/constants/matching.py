"""Constants of a file, matched to those of the program by their numbers.

By numbers and not by names: a file may fold, join, turn and rename, and a name proves nothing. A
constant of the file is

    a constant of the program      as it is or transposed, its axes of size 1 wherever they are
    f times one                    with a number f of the code (the scale of a query in its weights)
    several side by side           query, key and value in one matrix, each with or without an f

within half a step of what is expected (rounding.py), and otherwise it is nothing that is known.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from exporters.constants import FileConstant
from exporters.verify.constants.recording import Constant, Recording
from exporters.verify.constants.rounding import allowed

_SAMPLE = 61
"""Numbers that are compared before all are; no divisor of any usual width."""


@dataclass(eq=False)
class Candidate:
    """A constant of the program in the shape in which it is compared: without axes of size 1."""

    constant: Constant

    @cached_property
    def values(self) -> np.ndarray:
        values = self.constant.value.detach().numpy()
        floating = self.constant.is_number
        return (values.astype(np.float32, copy=False) if floating else values).squeeze()

    @property
    def computed(self) -> bool:
        return self.constant.computed


@dataclass(frozen=True)
class Claim:
    """A candidate that a constant of the file, or a part of one, stands for, times ``factor``."""

    candidate: Candidate
    factor: float = 1.0


@dataclass
class Candidates:
    """All constants of one method. ``claimed``: those that some constant of the file stands for."""

    recording: Recording
    claimed: set[Candidate] = field(default_factory=set)

    @cached_property
    def by_shape(self) -> dict[tuple[int, ...], list[Candidate]]:
        found: dict[tuple[int, ...], list[Candidate]] = defaultdict(list)
        for constant in self.recording.constants:
            if constant.turned and constant.value.ndim <= 2:
                continue  # the other is compared in both orders
            candidate = Candidate(constant)
            found[tuple(n for n in constant.value.shape if n != 1)].append(candidate)
        return found

    @cached_property
    def factors(self) -> tuple[float, ...]:
        """Numbers of the code by which a back end may have multiplied a constant."""
        return tuple(f for f in self.recording.scalars if f not in (0.0, 1.0) and abs(f) < 1e3)

    def claim(self, constant: FileConstant) -> tuple[Claim, ...]:
        """What ``constant`` stands for; those are claimed from now on. Nothing where it is nothing
        that is known."""
        values = constant.load().squeeze()
        for turned in _turned(values):
            found = self._whole(constant, turned)
            if found is not None:
                return self._claimed((found,))
        for turned in _turned(values):
            parts = self._parts(constant, turned)
            if parts:
                return self._claimed(parts)
        return ()

    def _claimed(self, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        self.claimed |= {claim.candidate for claim in claims}
        return claims

    def _whole(self, constant: FileConstant, values: np.ndarray) -> Claim | None:
        same = self._first_unclaimed(values.shape)
        for factor in (1.0, *(self.factors if values.dtype == np.float32 else ())):
            for candidate in same:
                if _fits(constant, values, candidate, factor):
                    return Claim(candidate, factor)
        return None

    def _first_unclaimed(self, shape: tuple[int, ...]) -> list[Candidate]:
        """Of equal candidates each gets its own constant, where the file has several."""
        return sorted(self.by_shape.get(shape, []), key=lambda c: c in self.claimed)

    def _parts(self, constant: FileConstant, values: np.ndarray) -> tuple[Claim, ...]:
        """Along the first axis; nothing where a part of it is unknown."""
        claims: list[Claim] = []
        at = 0
        while at < len(values):
            part = self._part(constant, values[at:], len(values))
            if part is None:
                return ()
            claims.append(part)
            at += len(part.candidate.values)
        return tuple(claims)

    def _part(self, constant: FileConstant, values: np.ndarray, total: int) -> Claim | None:
        """What the first of some rows are, but not all rows of a whole."""
        for width in self._widths(values):
            found = self._whole(constant, values[:width]) if width < total else None
            if found is not None:
                return found
        return None

    def _widths(self, values: np.ndarray) -> list[int]:
        """How many rows parts have, the most first."""
        widths = {s[0] for s in self.by_shape if s and s[1:] == values.shape[1:]}
        return sorted((width for width in widths if width <= len(values)), reverse=True)

    def nearest(self, constant: FileConstant) -> str:
        """In words: what a constant that is nothing that is known differs least from, and where.

        What nothing else stands for comes first, so after all others have been claimed.
        """
        values = constant.load().squeeze()
        others = self._alike(values)
        for turned in _turned(values) if not others else ():
            at = 0
            while at < len(turned) and (part := self._part(constant, turned[at:], len(turned))):
                at += len(part.candidate.values)
            widths = self._widths(turned[at:])
            others = others or [p for w in widths for p in self._alike(turned[at : at + w])]
        if not others:
            return f"of the shape {values.shape}, in which the program has no such constant"
        unclaimed = [pair for pair in others if pair[0] not in self.claimed]
        nearest, turned = min(unclaimed or others, key=lambda p: _distance(p[1], p[0].values))
        return _difference(constant, turned, nearest)

    def _alike(self, values: np.ndarray) -> list[tuple[Candidate, np.ndarray]]:
        """Candidates of a shape, each with the numbers in its own order of axes."""
        return [
            (candidate, turned)
            for turned in _turned(values)
            for candidate in self.by_shape.get(turned.shape, [])
            if candidate.values.dtype == turned.dtype
        ]


def _turned(values: np.ndarray) -> Iterator[np.ndarray]:
    yield values
    if values.ndim == 2:
        yield values.T


def _fits(constant: FileConstant, values: np.ndarray, candidate: Candidate, factor: float) -> bool:
    expected = candidate.values
    if values.dtype != expected.dtype:
        return False
    if values.ndim == 0 or values.dtype != np.float32:
        return bool(np.array_equal(values, expected))
    if constant.levels is None or expected.ndim != 2:
        sample = np.linspace(0, values.size - 1, min(values.size, _SAMPLE)).astype(np.int64)
        rows = np.unravel_index(sample, values.shape)
        far = allowed(constant, expected, candidate.computed or factor != 1)
        far = np.broadcast_to(far, expected.shape)[rows] * abs(factor)
        if np.any(np.abs(values[rows] - factor * expected[rows]) > far):
            return False
    elif not _rows_fit(constant, values[:2], expected[:2], factor):
        return False
    return _all_fit(constant, values, candidate, factor)


def _all_fit(
    constant: FileConstant, values: np.ndarray, candidate: Candidate, factor: float
) -> bool:
    far = allowed(constant, candidate.values, candidate.computed or factor != 1) * abs(factor)
    return bool(np.all(np.abs(values - np.float32(factor) * candidate.values) <= far))


def _rows_fit(
    constant: FileConstant, values: np.ndarray, expected: np.ndarray, factor: float
) -> bool:
    far = allowed(constant, expected, False) * abs(factor)
    return bool(np.all(np.abs(values - np.float32(factor) * expected) <= far))


def _distance(values: np.ndarray, expected: np.ndarray) -> float:
    if values.dtype != np.float32:
        return float(np.mean(values != expected))
    return float(np.linalg.norm(values - expected) / max(float(np.linalg.norm(expected)), 1e-20))


def _difference(constant: FileConstant, values: np.ndarray, nearest: Candidate) -> str:
    expected = nearest.values
    far = np.zeros(1, np.float32)
    if values.dtype == np.float32:
        far = allowed(constant, expected, nearest.computed)
    off = np.abs(values.astype(np.float64) - expected)
    beyond = np.argwhere(~(off <= far))
    if not len(beyond):
        return f"a part of {nearest.constant.name} beside what is known of no part"
    first = tuple(int(i) for i in beyond[0])
    limit = float(np.broadcast_to(far, expected.shape)[first])
    return (
        f"nearest to {nearest.constant.name}, but {len(beyond)} of {expected.size} numbers are "
        f"off: at {list(first)} it has {float(values[first]):.6g}, expected is "
        f"{float(expected[first]):.6g} (within {limit:.2g})"
    )
