"""prune-weights: the smallest numbers of matrices become zero.

    w_ij = 0        where |w_ij| is among the least

(Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015;
within the model or each layer alike: Gordon, Duh and Andrews, Compressing BERT, 2020.) They stay
zero while ``finetune`` trains the model, which can also make more of them, a few each step
(``sparsity`` there). A file is as large as before, and its zeros shrink the package alone, once it
is compressed; the dense kernels of every runtime multiply with zeros in the time that they take.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Zeros
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.data.moments import weight_error
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import Rules
from mobilec.compression.structure.amount import Amount
from mobilec.layers.cost import linear
from mobilec.training.zeros import zero_smallest_

LAYER, MODEL = "layer", "model"


@dataclass(frozen=True)
class PruneWeightsOptions:
    """``keep``: the share of numbers that stay. ``within``: of each layer, or of the model, where
    layers of larger numbers keep more. ``layers``: patterns of linear layers, each with a share of
    its own where numbers are counted in each layer, or null; without them all of encoder and
    decoder stacks.
    """

    keep: Amount
    within: str = LAYER
    layers: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if self.within not in (LAYER, MODEL):
            raise Refused(f"within is {self.within!r}; it can be {LAYER}, {MODEL}")
        if self.keep.share is None:
            raise Refused(f"keep is {self.keep.number}; of numbers a share stays: 0.3")


class PruneWeights:
    """See ``mobilec.compression.method.Method``."""

    options = PruneWeightsOptions
    name = "prune-weights"

    def reads(self, options: PruneWeightsOptions) -> bool:  # noqa: ARG002
        """Where zeros are is not part of the structure."""
        return False

    def plan(
        self,
        model: PreTrainedModel,
        options: PruneWeightsOptions,
        context: Context,  # noqa: ARG002
    ) -> StepPlan:
        """Which layers get zeros."""
        shares = _shares(model, options)
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=tuple(Zeros(path) for path in shares),
            seats=tuple(_seat(model, path, share, options) for path, share in shares.items()),
            notes=("zeros shrink a package once it is compressed, and save no time",),
        )

    def apply_(
        self,
        model: PreTrainedModel,
        plan: StepPlan,
        context: Context,  # noqa: ARG002
    ) -> tuple[LayerError, ...]:
        """How far each matrix is from what it was."""
        options: PruneWeightsOptions = options_of(plan, self.options)
        shares = _shares(model, options)
        weights = {p: cast(nn.Parameter, linear_at(model, p).weight) for p in shares}
        before = {path: weight.detach().clone() for path, weight in weights.items()}
        for path, count in _counts(weights, shares, options).items():
            zero_smallest_(weights[path], count)
        rebuild_(model, plan.edits)
        return tuple(LayerError(p, weight_error(before[p], weights[p])) for p in shares)


METHOD = PruneWeights()


def _shares(model: PreTrainedModel, options: PruneWeightsOptions) -> dict[str, float]:
    """What each layer keeps of its numbers. Refused: a rule of its own where there is one count."""
    chosen = chosen_linears(model, options.layers, options.keep, PruneWeights.name)
    found = {}
    for path, value in chosen.items():
        own = value if isinstance(value, Amount) else Amount.parse(value, f"layers: {path}")
        if own.share is None or (own != options.keep and options.within == MODEL):
            raise Refused(
                f"layers gives {path} {own.to_json()}; it takes a share, and with within: model "
                "there is one for all"
            )
        found[path] = own.share
    return found


def _counts(
    weights: Mapping[str, nn.Parameter], shares: Mapping[str, float], options: PruneWeightsOptions
) -> dict[str, int]:
    """How many numbers of each matrix become zero."""
    if options.within == LAYER:
        return {p: w.numel() - round(shares[p] * w.numel()) for p, w in weights.items()}
    sizes = torch.cat([w.detach().abs().flatten() for w in weights.values()])
    keep = max(1, round(cast(float, options.keep.share) * sizes.numel()))
    least = sizes.topk(keep).values[-1]
    return {p: int((w.detach().abs() < least).sum()) for p, w in weights.items()}


def _seat(
    model: PreTrainedModel, path: str, share: float, options: PruneWeightsOptions
) -> SeatPlan:
    dense = linear_at(model, path)
    cost = linear(dense.in_features, dense.out_features, dense.bias is not None)
    zeros = f"{1 - share:.0%} zeros" + ("" if options.within == LAYER else " in the mean of all")
    return SeatPlan(path, "sparse", cost, cost, zeros)
