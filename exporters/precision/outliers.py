"""Outliers apart: what goes into a product in two parts, each with steps of its own.

    x W = clip(x, -c, c) W + (x - clip(x, -c, c)) W

A scale of a token has to reach its largest number, and a few channels of a trained encoder's last
layer are three times as large as all the others: these keep a third of the steps. LLM.int8()
(Dettmers et al. 2022, section 3.2) multiplies the columns of such channels apart, in float; here it
is what of each number is beyond c, by the same int8 weights. So no text is needed that would tell
the channels, no weight is rounded again, and none is stored again. Moving the size of the channels
into the weights (SmoothQuant, Xiao et al. 2022, equation 4) needs such text, and rounds weights
twice that are in 8 bits already: it was measured too (benchmarks/README.md, "outliers apart").

It is done where it is cheap and counts most: the projections of a source, which every step of its
translation reads. Where activations are not rounded at run time there is nothing to do.
"""

import math
from collections.abc import Collection, Iterator
from functools import partial

import torch
from torch import nn

from exporters.capture.rms import RmsNorm
from exporters.capture.seats import reseated
from exporters.capture.translation.encode import Encode
from exporters.precision.emulate import Arithmetic
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Rule
from exporters.program import Method, Program

WIDTH = 2.0
"""Of c: in root mean squares of what the norm before the product gives. The error of the logits is
within 3 % of its least from 1 to 2; beyond it grows."""
MOST = 0.05
"""Of the multiplications of an encoder: where the projections are a larger part of them (as many
layers in the decoder as in the encoder), to do them twice would be felt."""
_PLACE = "projections"
_NORMS = (nn.LayerNorm, RmsNorm)


class OutliersApart(nn.Module):
    """``linear``, of what lies between -``limit`` and ``limit``, and of the rest.

    The layer of the rest has the same weight and no bias.
    """

    def __init__(self, linear: nn.Linear, limit: float) -> None:
        super().__init__()
        self.inner, self.limit = linear, limit
        self.beyond = nn.Linear(linear.in_features, linear.out_features, False, device="meta")
        self.beyond.weight = linear.weight

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out)."""
        near = x.clamp(-self.limit, self.limit)
        return self.inner(near) + self.beyond(x - near)


def outliers_apart(
    program: Program, arithmetic: Arithmetic, rules: tuple[Rule, ...] = ()
) -> Program:
    """The program with ``OutliersApart`` in the seats that ``seats_of`` names; else as it is."""
    limits = seats_of(program, arithmetic, rules)
    if not limits:
        return program

    def choose(path: str, layer: nn.Module) -> nn.Module | None:
        if path not in limits:
            return None
        assert isinstance(layer, nn.Linear), "linears alone are named"
        return OutliersApart(layer, limits[path])

    modules = {
        m.name: reseated(m.module, choose).eval() if isinstance(m.module, Encode) else m.module
        for m in program.methods
    }
    return program.with_modules(modules)


def seats_of(
    program: Program, arithmetic: Arithmetic, rules: tuple[Rule, ...] = ()
) -> dict[str, float]:
    """Path in ``encode`` of each linear that multiplies outliers apart, to its limit c.

    None where activations are not ranged at run time, where a rule leaves the layer in float,
    where no norm stands right before it, or where it is too large a part of all (``MOST``).
    """
    if arithmetic.activations is None:
        return {}
    found: dict[str, float] = {}
    for method in program.methods:
        if isinstance(method.module, Encode):
            chosen = quantized_layers(method.module, rules)
            found |= _limits(method, [path for path in chosen if path.startswith(f"{_PLACE}.")])
    return found


def _limits(method: Method, paths: Collection[str]) -> dict[str, float]:
    linears = dict(_linears(method.module))
    own = {path: linears[path] for path in paths if path in linears and path.count(".") == 1}
    whole = sum(layer.weight.numel() for layer in linears.values())
    if not own or sum(layer.weight.numel() for layer in own.values()) > MOST * whole:
        return {}
    return _before(method, own)


def _linears(module: nn.Module) -> Iterator[tuple[str, nn.Linear]]:
    for path, layer in module.named_modules():
        if isinstance(layer, nn.Linear):
            yield path, layer


def _before(method: Method, linears: dict[str, nn.Linear]) -> dict[str, float]:
    """Of each linear that is given what a norm gave, ``WIDTH`` times the size of that."""
    # Kept, so that nothing else gets the place in memory that one of them had.
    normal: dict[int, tuple[torch.Tensor, nn.Module]] = {}
    found: dict[str, float] = {}

    def note_norm(norm: nn.Module, _: object, gave: torch.Tensor) -> None:
        normal[gave.data_ptr()] = gave, norm

    def note_linear(path: str, _: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
        if given[0].data_ptr() in normal:
            found[path] = WIDTH * _size(normal[given[0].data_ptr()][1])

    norms = [m for m in method.module.modules() if isinstance(m, _NORMS) and m.weight is not None]
    hooks = [norm.register_forward_hook(note_norm) for norm in norms]
    hooks += [m.register_forward_pre_hook(partial(note_linear, p)) for p, m in linears.items()]
    try:
        with torch.no_grad():
            method.module(*method.example({n: d.minimum for n, d in method.dimensions.items()}))
    finally:
        for hook in hooks:
            hook.remove()
    return found


def _size(norm: nn.Module) -> float:
    """Root mean square of what a norm gives to numbers of no particular kind: of n w + b, where the
    mean of n is 0 and of its square 1."""
    parts: list[torch.Tensor | None] = [norm.get_parameter("weight"), getattr(norm, "bias", None)]
    squares = [float(part.detach().square().mean()) for part in parts if part is not None]
    return math.fsum(squares) ** 0.5
