"""What a form of a layer has to do, counted while it runs, and the time that should take."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn

from exporters.facts import Rates
from exporters.formats import FACTS

RATES = {name: facts.rates for name, facts in FACTS.items() if facts.rates}
"""By format. Processors differ, and so do these; what counts is their ratio, and a form must be no
slower by any."""
USUAL = next(iter(RATES))
"""Whose rates stand for a format that has none."""


@dataclass(frozen=True)
class Work:
    """``calls``: products of a matrix and rows, of which ``several`` have more than one row.
    ``touched``: numbers that go into them and come out. ``moved``: bytes of int8 weights that are
    read.
    """

    calls: int = 0
    touched: int = 0
    multiply_adds: int = 0
    moved: int = 0
    several: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.calls + other.calls,
            self.touched + other.touched,
            self.multiply_adds + other.multiply_adds,
            self.moved + other.moved,
            self.several + other.several,
        )

    def times(self, count: int) -> "Work":
        return Work(
            self.calls * count,
            self.touched * count,
            self.multiply_adds * count,
            self.moved * count,
            self.several * count,
        )

    def nanoseconds(self, of: Rates) -> float:
        """As expected."""
        return sum(self.parts(of).values())

    def parts(self, of: Rates) -> dict[str, float]:
        """Expected nanoseconds by cause."""
        calls = (self.calls - self.several) * of.call + self.several * of.call_of_rows
        return {
            "calling products": calls,
            "quantizing and writing activations": self.touched * of.touch,
            "multiplying": self.multiply_adds * of.multiply,
            "reading weights": self.moved * of.move,
        }


def slowest(work: Work, dense: Work, formats: Sequence[str]) -> tuple[Rates, float]:
    """The rates of one of the formats by which the expected time is most of the dense layers', and
    what part it is."""
    rates = [of for name in formats for of in RATES[name]]
    ratios = [(of, work.nanoseconds(of) / dense.nanoseconds(of)) for of in rates]
    return max(ratios, key=lambda each: each[1])


def work_of(modules: Sequence[nn.Module], x: torch.Tensor) -> Work:
    """Of all modules on one input. The same linear on the same tensor counts once: back ends
    compute it once."""
    with _counting(modules) as counted, torch.inference_mode():
        for module in modules:
            module(x)
    return sum(counted.values(), Work())


Counted = dict[tuple[int, int], Work]


@contextmanager
def _counting(modules: Iterable[nn.Module]) -> Iterator[Counted]:
    """Work by (leaf, input); inputs are held while this is open, so that an id is of one alone."""
    counted: Counted = {}
    held: list[torch.Tensor] = []

    def note(leaf: nn.Module, arguments: tuple[torch.Tensor, ...], result: torch.Tensor) -> None:
        held.append(arguments[0])
        counted[id(leaf), id(arguments[0])] = _of_leaf(leaf, arguments[0], result)

    leaves = {id(leaf): leaf for module in modules for leaf in module.modules()}
    hooks = [m.register_forward_hook(note) for m in leaves.values() if isinstance(m, nn.Linear)]
    try:
        yield counted
    finally:
        for hook in hooks:
            hook.remove()


def _of_leaf(leaf: nn.Module, x: torch.Tensor, result: torch.Tensor) -> Work:
    assert isinstance(leaf, nn.Linear), "only linears are counted"
    rows = x.numel() // leaf.in_features
    size = leaf.in_features * leaf.out_features
    return Work(1, x.numel() + result.numel(), rows * size, size, int(rows > 1))
