"""What a form of a layer has to do, counted while it runs, and the time that should take."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn

CALL_NS = 2150.0
TOUCH_NS = 0.36
MULTIPLY_NS = 0.0037
MOVE_NS = 0.030
"""Of an int8 product in a .pte on one thread: of a call, of a number that goes in or comes out
(quantizing it, writing it), of a multiply-add, and of a byte of weights that is read. The least
squares over 21 sizes by ``benchmarks/products.py``, which are within 0.53 and 1.33 of what was
measured (AMD EPYC, AVX-512 VNNI). Processors differ, and so do these; what counts is their ratio.
"""


@dataclass(frozen=True)
class Work:
    """``calls``: products of a matrix and rows. ``touched``: numbers that go into them and come
    out. ``moved``: bytes of int8 weights that are read.
    """

    calls: int = 0
    touched: int = 0
    multiply_adds: int = 0
    moved: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.calls + other.calls,
            self.touched + other.touched,
            self.multiply_adds + other.multiply_adds,
            self.moved + other.moved,
        )

    def times(self, count: int) -> "Work":
        return Work(
            self.calls * count,
            self.touched * count,
            self.multiply_adds * count,
            self.moved * count,
        )

    @property
    def nanoseconds(self) -> float:
        """As expected, by the constants above."""
        return (
            self.calls * CALL_NS
            + self.touched * TOUCH_NS
            + self.multiply_adds * MULTIPLY_NS
            + self.moved * MOVE_NS
        )


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
    return Work(1, x.numel() + result.numel(), rows * size, size)
