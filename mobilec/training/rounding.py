"""int8 while a model learns: what its exported program rounds is rounded, and gradients pass.

    w~ = s_row q(w),    x~ = s (q(x) - z),    y = w~ x~ + b
    dL/dw = dL/dw~,     dL/dx = dL/dx~ where x is on the grid

(Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference, CVPR 2018, section 3; the straight-through estimator of Bengio, Leonard and Courville
2013.) s, z and q are those of the format that is exported: ``exporters.precision.emulate``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from exporters.precision.activations import FixedGrid
from exporters.precision.calibration import LinearRanges
from exporters.precision.emulate import Arithmetic, Rounding, Trips
from exporters.precision.int8 import dequantize_rows, quantize_rows

Call = Callable[..., torch.Tensor]


@dataclass
class Product:
    """One product of a seat. ``single``: whether it never sees more than one row. ``ranges``: what
    came in and out of it."""

    single: bool = True
    ranges: LinearRanges = field(default_factory=LinearRanges)

    def note(self, x: torch.Tensor, y: torch.Tensor) -> None:
        """(..., in) and (..., out), of one text."""
        self.single = self.single and x.numel() == x.shape[-1]
        seen = self.ranges
        self.ranges = LinearRanges(seen.incoming.with_values(x), seen.outgoing.with_values(y))


@dataclass
class Seat:
    """A layer that multiplies, or looks up, in int8. ``form``: makes what computes it as it is
    executed, of plain products and tables. ``products``: what is known of each, in the order of
    the calls."""

    form: Callable[[], Call]
    products: list[Product] = field(default_factory=list)


class Straight(torch.autograd.Function):
    """Rounded on the way there, as it is on the way back."""

    @staticmethod
    def forward(_: Any, x: torch.Tensor, rounding: Rounding) -> torch.Tensor:
        return rounding(x)

    @staticmethod
    def backward(_: Any, *grads: torch.Tensor) -> tuple[torch.Tensor, None]:
        return grads[0], None


class Watching(TorchFunctionMode):
    """Notes what the products of a seat see, and rounds nothing."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat, self._at = seat, 0

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        found = func(*args, **(kwargs or {}))
        if func is functional.linear:
            if self._at == len(self._seat.products):
                self._seat.products.append(Product())
            self._seat.products[self._at].note(args[0].detach(), found.detach())
            self._at += 1
        return found


class Rounding8(TorchFunctionMode):
    """Products and tables in the arithmetic of a format."""

    def __init__(self, seat: Seat, arithmetic: Arithmetic) -> None:
        super().__init__()
        self._seat, self._arithmetic, self._at = seat, arithmetic, 0

    def __torch_function__(
        self, func: Any, types: Any, args: Sequence[Any] = (), kwargs: Any = None
    ) -> Any:
        if func is functional.linear:
            return self._linear(*args, **(kwargs or {}))
        if func is functional.embedding:
            ids, rows, *more = args
            return func(ids, rounded_rows(rows, self._arithmetic), *more, **(kwargs or {}))
        return func(*args, **(kwargs or {}))

    def _linear(
        self, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None = None
    ) -> torch.Tensor:
        known = self._seat.products
        trips = trips_of(self._arithmetic, known[self._at] if self._at < len(known) else None)
        self._at += 1
        if trips is None:
            return functional.linear(x, weight, bias)
        y = functional.linear(
            through(x, trips.before), rounded_rows(weight, self._arithmetic), bias
        )
        return through(y, trips.after)


def trips_of(arithmetic: Arithmetic, product: Product | None) -> Trips | None:
    """What goes in and out of a product; None leaves it float. ``product``: None is one that was
    never seen."""
    if arithmetic.calibrated is not None:
        return arithmetic.calibrated(None if product is None else product.ranges)
    if product is not None and product.single and arithmetic.row is not None:
        return Trips(_row_by_row(arithmetic.row))
    return Trips(arithmetic.activations)


def through(x: torch.Tensor, rounding: Rounding | None) -> torch.Tensor:
    """x (...) rounded, with its gradient; beyond a fixed grid there is none."""
    if rounding is None:
        return x
    if isinstance(rounding, FixedGrid):
        ends = rounding.lowest, rounding.highest
        low, high = ((end - rounding.zero) * rounding.scale for end in ends)
        x = x.clamp(low, high)
    found: torch.Tensor = Straight.apply(x, rounding)
    return found


def rounded_rows(weight: torch.Tensor, arithmetic: Arithmetic) -> torch.Tensor:
    """(rows, width) as it is stored, with its gradient."""

    def stored(own: torch.Tensor) -> torch.Tensor:
        values, scales = quantize_rows(own, arithmetic.levels)
        return dequantize_rows(values, scales.to(arithmetic.scales).float())

    found: torch.Tensor = Straight.apply(weight, stored)
    return found


@contextmanager
def rounding(seats: Mapping[nn.Module, Seat], arithmetic: Arithmetic) -> Iterator[None]:
    """Within it the seats compute in int8; names and numbers of their tensors are as ever."""
    with _called({m: _by(seat, Rounding8, arithmetic) for m, seat in seats.items()}):
        yield


@contextmanager
def watching(seats: Mapping[nn.Module, Seat]) -> Iterator[None]:
    """Within it the seats compute in float, one text at a time, and what they see is noted anew."""
    for seat in seats.values():
        seat.products.clear()
    with _called({module: _by(seat, Watching) for module, seat in seats.items()}):
        yield


def _by(seat: Seat, mode: Any, *more: Any) -> Call:
    def call(*given: Any, **named: Any) -> torch.Tensor:
        computing = seat.form()
        with mode(seat, *more):
            return computing(*given, **named)

    return call


@contextmanager
def _called(calls: Mapping[nn.Module, Call]) -> Iterator[None]:
    """A call of a module is another one; one that was another already is that again afterwards."""
    with ExitStack() as stack:
        for module, call in calls.items():
            before = vars(module).get("forward")
            object.__setattr__(module, "forward", call)
            stack.callback(_restore_, module, before)
        yield


def _restore_(module: nn.Module, before: Call | None) -> None:
    if before is None:
        object.__delattr__(module, "forward")
    else:
        object.__setattr__(module, "forward", before)


def _row_by_row(rounding: Rounding) -> Rounding:
    """Of a rounding of a whole tensor, which is a single row in the program."""

    def rounded(x: torch.Tensor) -> torch.Tensor:
        return torch.vmap(rounding)(x.flatten(0, -2)).view_as(x) if x.dim() > 1 else rounding(x)

    return rounded
