"""Which kind of core a run was on, and how fast that core was, as Linux says it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class CoreKind:
    """Cores that are equally fast at most."""

    cores: int
    max_mhz: float


@dataclass(frozen=True)
class Look:
    """The core that a thread was on at a moment. ``mhz``: None where the system does not say."""

    max_mhz: float
    mhz: float | None


@dataclass(frozen=True)
class Clocked:
    """The looks that found a run on a core of one kind: how many, and the frequencies that they
    were told."""

    max_mhz: float
    looks: int
    mhz: tuple[float, ...]


def clocked(looks: Sequence[Look]) -> tuple[Clocked, ...]:
    """By kind, the fastest first."""
    return merged(
        Clocked(look.max_mhz, 1, () if look.mhz is None else (look.mhz,)) for look in looks
    )


def merged(parts: Iterable[Clocked]) -> tuple[Clocked, ...]:
    """Those of one kind as one, their frequencies one after the other."""
    kinds: dict[float, Clocked] = {}
    for part in parts:
        known = kinds.get(part.max_mhz, Clocked(part.max_mhz, 0, ()))
        kinds[part.max_mhz] = Clocked(part.max_mhz, known.looks + part.looks, known.mhz + part.mhz)
    return tuple(kinds[max_mhz] for max_mhz in sorted(kinds, reverse=True))
