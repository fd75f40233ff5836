"""The ranks of all layers of a step: by number, fraction, energy, or a budget that they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import torch
from torch import nn

from exporters.errors import Refused
from mobilec.compression.data.moments import second_moments
from mobilec.compression.method import Context
from mobilec.compression.ranks.ladder import Ladder, paid_for
from mobilec.compression.ranks.rank import Rank, refuse_larger
from mobilec.compression.ranks.sensitivity import loss_weights

_PROBE = 0.2
"""The relative squared error at which a layer is tried when the loss is asked."""


class Rung(NamedTuple):
    """One size of a layer: its ranks, and the parameters of its factors."""

    ranks: tuple[int, ...]
    cost: int


Ranks = dict[str, tuple[int, ...] | None]


@dataclass(frozen=True)
class Ranked:
    """``ranks``: None where a budget leaves a layer dense. ``reasons``: of each rank, in words."""

    ranks: Ranks
    reasons: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class Cuts(Protocol):
    """What a method says of the sizes of its layers (``mobilec.compression.linears.layerwise``)."""

    def rungs(self, shape: tuple[int, int], options: Any) -> tuple[Rung, ...]: ...

    def losses(
        self, weight: torch.Tensor, moment: torch.Tensor | None, options: Any
    ) -> tuple[float, ...]: ...

    def weighs(self, options: Any) -> bool: ...

    def sizes(self, dense: nn.Linear, ranks: tuple[int, ...], options: Any) -> dict[str, Any]: ...

    def made(
        self, dense: nn.Linear, sizes: Mapping[str, Any], moment: torch.Tensor | None
    ) -> nn.Module: ...


@dataclass(frozen=True)
class _Layers:
    """The layers of a step, and all that ranks may depend on."""

    cuts: Cuts
    model: nn.Module
    linears: dict[str, nn.Linear]
    options: Any
    context: Context
    moments: Mapping[str, torch.Tensor]

    def shape(self, path: str) -> tuple[int, int]:
        return self.linears[path].out_features, self.linears[path].in_features

    def rungs(self, path: str) -> tuple[Rung, ...]:
        return self.cuts.rungs(self.shape(path), self.options)

    def losses(self, path: str) -> tuple[float, ...]:
        weight = self.linears[path].weight
        return self.cuts.losses(weight, self.moments.get(path), self.options)


def ranked(
    cuts: Cuts, model: nn.Module, asked: Mapping[str, Rank], options: Any, context: Context
) -> Ranked:
    """``asked``: path of each layer to what a recipe says of its rank."""
    linears = {p: m for p in asked if isinstance(m := model.get_submodule(p), nn.Linear)}
    moments = _moments(cuts, model, linears, asked, options, context)
    layers = _Layers(cuts, model, linears, options, context, moments)
    ranks: Ranks = {}
    reasons: dict[str, str] = {}
    notes = []
    for path, rank in asked.items():
        if rank.budget is None:
            ranks[path], reasons[path] = _own(layers, path, rank)
    for budget in dict.fromkeys(rank for rank in asked.values() if rank.budget is not None):
        paths = [path for path, rank in asked.items() if rank == budget]
        shared, note = _shared_out(layers, paths, budget)
        ranks |= shared
        notes.append(note)
    return Ranked({path: ranks[path] for path in asked}, reasons, tuple(notes))


def _moments(
    cuts: Cuts,
    model: nn.Module,
    linears: dict[str, nn.Linear],
    asked: Mapping[str, Rank],
    options: Any,
    context: Context,
) -> Mapping[str, torch.Tensor]:
    """Of calibration texts, where a rank depends on them."""
    budget = any(rank.budget is not None for rank in asked.values()) and options.way != "weight"
    energy = any(rank.energy is not None for rank in asked.values()) and cuts.weighs(options)
    if not budget and not energy:
        return {}
    calibration = context.needed("a budget that is shared out by sensitivity")
    context.progress.doing("calibration texts")
    return second_moments(model, linears, calibration)


def _own(layers: _Layers, path: str, rank: Rank) -> tuple[tuple[int, ...], str]:
    """The ranks of a layer by itself, and why."""
    rungs = layers.rungs(path)
    largest = rungs[-1].ranks
    if rank.numbers:
        numbers = rank.numbers_for(len(largest), path)
        refuse_larger(max(numbers), max(largest), path, layers.shape(path))
        if len(rank.numbers) > 1:
            for number, most in zip(numbers, largest, strict=True):
                refuse_larger(number, most, path, layers.shape(path))
        return tuple(map(min, numbers, largest)), ""
    if rank.fraction is not None:
        return _at_fraction(layers, path, rank.fraction), f"{rank.fraction:.3g} of the parameters"
    assert rank.energy is not None, "a rank is one of four"
    losses = layers.losses(path)
    at = next(n for n, lost in enumerate(losses) if lost <= 1 - rank.energy + 1e-9)
    return rungs[at].ranks, f"keeps {1 - losses[at]:.3f} of the energy"


def _at_fraction(layers: _Layers, path: str, fraction: float) -> tuple[int, ...]:
    """The largest size within a share of the parameters."""
    out, width = layers.shape(path)
    rungs, allowed = layers.rungs(path), fraction * out * width
    within = [rung for rung in rungs if rung.cost <= allowed]
    if not within:
        least = rungs[0].cost / (out * width)
        raise Refused(
            f"{fraction:.3g} of the parameters of {path} ({out} x {width}) cannot be met: at its "
            f"smallest ranks it has {least:.3g} of them, which is the nearest"
        )
    return within[-1].ranks


def _shared_out(layers: _Layers, paths: Sequence[str], rank: Rank) -> tuple[Ranks, str]:
    """Every layer's ranks under one budget, and what came of it in words."""
    assert rank.budget is not None, "only budgets are shared out"
    ladders, weights = [], _weights(layers, paths)
    for path in paths:
        layers.context.progress.doing(f"ranks of {path}")
        ladders.append(_ladder(layers, path, weights[path]))
    dense = sum(ladder.costs[-1] for ladder in ladders)
    at = paid_for(ladders, int(rank.budget * dense))
    reached = sum(ladder.costs[rung] for ladder, rung in zip(ladders, at, strict=True))
    ranks: Ranks = {}
    for path, ladder, rung in zip(paths, ladders, at, strict=True):
        whole = rung == len(ladder.costs) - 1
        ranks[path] = None if whole else layers.rungs(path)[rung].ranks
    kept = sum(value is None for value in ranks.values())
    note = (
        f"budget {rank.budget:.4g} of {dense:,} parameters by {layers.options.way}: {reached:,} "
        f"({reached / dense:.4f})"
    )
    return ranks, note + (f", {kept} of {len(paths)} layers stay dense" if kept else "")


def _ladder(layers: _Layers, path: str, weight: float) -> Ladder:
    """Sizes below the dense one, and the dense one, which loses nothing."""
    out, width = layers.shape(path)
    rungs, losses = layers.rungs(path), layers.losses(path)
    smaller = [(r.cost, e) for r, e in zip(rungs, losses, strict=True) if r.cost < out * width]
    costs, errors = zip(*smaller, (out * width, 0.0), strict=True)
    return Ladder(path, costs, tuple(weight * error for error in errors))


def _weights(layers: _Layers, paths: Sequence[str]) -> Mapping[str, float]:
    if layers.options.way != "loss":
        return dict.fromkeys(paths, 1.0)
    probes, errors = {}, {}
    for path in paths:
        losses = layers.losses(path)
        at = min(range(len(losses)), key=lambda n: abs(losses[n] - _PROBE))
        dense, ranks = layers.linears[path], layers.rungs(path)[at].ranks
        sizes = layers.cuts.sizes(dense, ranks, layers.options)
        moment = layers.moments.get(path) if layers.cuts.weighs(layers.options) else None
        probes[path], errors[path] = layers.cuts.made(dense, sizes, moment).eval(), losses[at]
    return loss_weights(layers.model, probes, errors, layers.context)
