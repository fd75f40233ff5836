"""Layers that are cut one after another: each by what the model makes of its texts by then.

A layer reads what the layers before it give, which is no longer what it was trained on. So it is
not its own matrix that is cut, but the one that comes nearest to the dense layer's outputs from
the inputs that there are now:

    A, b = argmin E |A x' + b - (W x + c)|^2 / |x'|^2

x: the input of the layer in the model as the step found it, x': in the model as it is by then.
(Zhang et al., Accelerating Very Deep Convolutional Networks, 2016, section 3.3, "asymmetric
reconstruction".) Without a bound on the rank it is linear regression, and its best cut is that of
A under the moment of x' (reduced-rank regression, Izenman 1975).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.utils.hooks import RemovableHandle

from mobilec.compression.data.calibration import Batch
from mobilec.compression.linears.linears import linear_at
from mobilec.layers.linear_layer import CompressedLinear

DAMPING = 1e-2
"""Of the mean of a moment's diagonal, with which the regression is drawn to the layer's own matrix:
a few hundred texts do not reach all directions."""


@dataclass(frozen=True)
class Aimed:
    """``layer``: a dense one with the matrix to be cut. ``moment`` (in, in): of what it reads.
    ``read`` (in,) and ``said`` (out,): means of its inputs and of what it should say to them."""

    layer: nn.Linear
    moment: torch.Tensor
    read: torch.Tensor
    said: torch.Tensor

    def centre_(self, cut: CompressedLinear) -> None:
        """Gives a cut layer with a bias the one that leaves no error on average."""
        if cut.bias is not None:
            bias = self.said - cut.matrix().detach().double() @ self.read
            cut.bias.data.copy_(bias.to(cut.bias.dtype))


def reading_order(
    model: nn.Module, layers: Mapping[str, nn.Linear], batch: Batch
) -> list[list[str]]:
    """The paths that ``batch`` reaches in the order in which they are first called; those that read
    one tensor (query, key, value) together."""
    groups: list[list[str]] = []
    inputs: list[torch.Tensor] = []
    met: set[str] = set()

    def note(path: str, x: torch.Tensor) -> None:
        if path in met:
            return
        met.add(path)
        same = next((n for n, seen in enumerate(inputs) if seen is x), None)
        if same is None:
            inputs.append(x)
            groups.append([path])
        else:
            groups[same].append(path)

    with _watched(layers, lambda path, x, _: note(path, x)), torch.inference_mode():
        model(**batch)
    return groups


def aimed(
    dense: nn.Module,
    model: nn.Module,
    paths: list[str],
    batches: Iterable[Batch],
) -> dict[str, Aimed]:
    """What each of ``paths``, which read one tensor, is to be cut from.

    ``dense``: the model as the step found it. ``model``: as it is now, these layers still dense.
    """
    layers = {path: linear_at(dense, path) for path in paths}
    sums = {path: _Sums(layer) for path, layer in layers.items()}
    now = paths[0]
    calls = 0
    for batch in batches:
        said = _run(dense, layers, batch, calls * len(paths))
        read = _run(model, {now: linear_at(model, now)}, batch, calls)
        # A layer that stands at several places is called at each.
        calls = len(read)
        for n, (_, x, _) in enumerate(read):
            for path, _, y in said[n * len(paths) : (n + 1) * len(paths)]:
                sums[path].add_(x, y)
    return {path: each.aimed() for path, each in sums.items()}


class _Sums:
    """What linear regression needs of pairs of inputs and outputs, in float64."""

    def __init__(self, dense: nn.Linear) -> None:
        out, width = dense.weight.shape
        self._dense = dense
        self._moment = dense.weight.new_zeros((width, width), dtype=torch.float64)
        self._cross = dense.weight.new_zeros((out, width), dtype=torch.float64)
        self._read = dense.weight.new_zeros(width, dtype=torch.float64)
        self._said = dense.weight.new_zeros(out, dtype=torch.float64)
        self._weight = 0.0

    def add_(self, x: torch.Tensor, y: torch.Tensor) -> None:
        """x (..., in), y (..., out). Each token counts alike, as in ``moments``."""
        inputs = x.reshape(-1, x.shape[-1]).double()
        outputs = y.reshape(-1, y.shape[-1]).double()
        weights = inputs.square().sum(1).clamp(min=1e-24).reciprocal()[:, None]
        weighed = weights * inputs
        self._moment += weighed.T @ inputs
        self._cross += outputs.T @ weighed
        self._read += weighed.sum(0)
        self._said += (weights * outputs).sum(0)
        self._weight += float(weights.sum())

    def aimed(self) -> Aimed:
        own = self._dense.weight.detach().double()
        read, said = self._read / self._weight, self._said / self._weight
        moment, cross = self._moment / self._weight, self._cross / self._weight
        if self._dense.bias is not None:
            moment = moment - torch.outer(read, read)
            cross = cross - torch.outer(said, read)
        drawn = DAMPING * float(moment.diagonal().mean())
        damped = moment + drawn * torch.eye(len(moment), dtype=moment.dtype)
        matrix = torch.linalg.solve(damped, cross + drawn * own, left=False)
        return Aimed(_like(self._dense, matrix), moment, read, said)


def _like(dense: nn.Linear, matrix: torch.Tensor) -> nn.Linear:
    with torch.device("meta"):
        layer = nn.Linear(dense.in_features, dense.out_features, dense.bias is not None)
    layer.weight = nn.Parameter(matrix.to(dense.weight.dtype))
    layer.bias = dense.bias
    return layer.train(dense.training)


Call = tuple[str, torch.Tensor, torch.Tensor]
"""A path, and what the layer there read and said."""


class _Enough(Exception):
    """What comes after the last of the watched calls need not be computed."""


def _run(model: nn.Module, layers: Mapping[str, nn.Linear], batch: Batch, calls: int) -> list[Call]:
    """The calls of ``layers`` in order; ends after ``calls`` of them where that is known."""
    seen: list[Call] = []

    def note(path: str, x: torch.Tensor, y: torch.Tensor) -> None:
        seen.append((path, x, y))
        if len(seen) == calls:
            raise _Enough

    with _watched(layers, note), torch.inference_mode():
        try:
            model(**batch)
        except _Enough:
            pass
    return seen


@contextmanager
def _watched(
    layers: Mapping[str, nn.Linear], note: Callable[[str, torch.Tensor, torch.Tensor], None]
) -> Iterator[None]:
    def hook(path: str) -> Callable[..., None]:
        def after(_: nn.Module, arguments: tuple[Any, ...], output: torch.Tensor) -> None:
            note(path, arguments[0], output)

        return after

    hooks: list[RemovableHandle] = []
    try:
        for path, layer in layers.items():
            hooks.append(layer.register_forward_hook(hook(path)))
        yield
    finally:
        for each in hooks:
            each.remove()
