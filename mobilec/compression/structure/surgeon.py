"""Which inputs a layer can do without, once what stays is fitted to say what all of them said.

    j* = argmin_j |W_j|^2 / [H^-1]_jj        W <- W - W_j* [H^-1]_j* / [H^-1]_j*j*

with H = E[x x^T] of what the layer reads and W_j its columns: Optimal Brain Surgeon (Hassibi and
Stork, NIPS 1992, equations 3 and 4), of whole columns as in ZipLM (Kurtic, Frantar and Alistarh,
NeurIPS 2023, section 3.1). A column goes, all that stay make good for it, and then the next goes.
The bias is a column that reads 1 and never goes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel

from mobilec.compression.data.calibration import Batch

_DAMPING = 1e-4
"""Of the mean square of an input, added to each: neurons that are never awake have none."""

_WAIT = 2048
"""Rows."""


@dataclass(frozen=True)
class Fitted:
    """``stay``: inputs, in order. ``weight`` (outputs, inputs), zero where an input goes.
    ``bias`` (outputs,), None where the layer has none."""

    stay: tuple[int, ...]
    weight: torch.Tensor
    bias: torch.Tensor | None


def fitted(
    model: PreTrainedModel,
    layers: Mapping[str, nn.Linear],
    counts: Mapping[str, int],
    batches: Sequence[Batch],
) -> dict[str, Fitted]:
    """Of each layer the ``counts`` inputs that are worth most beside each other."""
    found = _squares(model, layers, batches)
    return {path: _fit(layer, found[path], counts[path]) for path, layer in layers.items()}


def _squares(
    model: PreTrainedModel, layers: Mapping[str, nn.Linear], batches: Sequence[Batch]
) -> dict[str, torch.Tensor]:
    """Path to the mean of [x, 1] [x, 1]^T, (inputs + 1, inputs + 1), in float64."""
    sums = {path: _Sum(layer.in_features + 1) for path, layer in layers.items()}

    def noting(path: str) -> Callable[..., None]:
        def note(_: nn.Module, given: tuple[torch.Tensor, ...]) -> None:
            rows = given[0].detach().reshape(-1, given[0].shape[-1])
            sums[path].add_(torch.cat((rows, torch.ones_like(rows[:, :1])), dim=1))

        return note

    hooks = [layer.register_forward_pre_hook(noting(p)) for p, layer in layers.items()]
    try:
        with torch.inference_mode():
            for batch in batches:
                model(**batch)
    finally:
        for hook in hooks:
            hook.remove()
    return {path: each.mean for path, each in sums.items()}


class _Sum:
    """Of x x^T (width, width), in float64. Texts are short, and a sum of each would cost more than
    the model: ``_WAIT`` rows are multiplied at once."""

    def __init__(self, width: int) -> None:
        self._total = torch.zeros(width, width, dtype=torch.float64)
        self._waiting: list[torch.Tensor] = []

    def add_(self, rows: torch.Tensor) -> None:
        """(tokens, width)."""
        self._waiting.append(rows)
        if sum(map(len, self._waiting)) >= _WAIT:
            self._settle_()

    @property
    def mean(self) -> torch.Tensor:
        self._settle_()
        return self._total / self._total[-1, -1].clamp(min=1)

    def _settle_(self) -> None:
        if self._waiting:
            rows = torch.cat(self._waiting)
            self._total += (rows.T @ rows).double()
            self._waiting = []


def _fit(layer: nn.Linear, squares: torch.Tensor, count: int) -> Fitted:
    weight = layer.weight.detach().double()
    bias = torch.zeros(len(weight)).double() if layer.bias is None else layer.bias.detach().double()
    own, inputs = torch.cat((weight, bias[:, None]), dim=1), layer.in_features
    if layer.bias is None:  # nothing reads 1 then, and nothing can be made good by it
        squares = squares.clone()
        squares[-1, :-1] = squares[:-1, -1] = 0
    damping = _DAMPING * squares.diagonal()[:-1].mean().clamp(min=1e-12)
    inverse = torch.linalg.inv(squares + damping * torch.eye(inputs + 1).double())
    there = torch.ones(inputs, dtype=torch.bool)
    for _ in range(inputs - count):
        worth = own[:, :-1].square().sum(0) / inverse.diagonal()[:-1].clamp(min=1e-30)
        at = int(worth.masked_fill(~there, torch.inf).argmin())
        row = inverse[at] / inverse[at, at]
        own.addr_(own[:, at].clone(), row, alpha=-1)
        inverse.addr_(inverse[at].clone(), row, alpha=-1)
        there[at] = False
        own[:, at] = 0
    stay = tuple(there.nonzero()[:, 0].tolist())
    new = own.to(layer.weight.dtype)
    return Fitted(stay, new[:, :-1], None if layer.bias is None else new[:, -1])
