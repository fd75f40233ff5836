"""Methods that give each linear layer a smaller one of its own: they differ in the layer alone."""

import copy
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Replace
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.data.moments import output_error, second_moments, weight_error
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.linears.sequential import aimed, reading_order
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.ranks.rank import Rank
from mobilec.compression.ranks.ranked import Ranked, Rung, ranked
from mobilec.compression.ranks.sensitivity import WAYS
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import Rules
from mobilec.layers.cost import linear as linear_cost
from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.seat import replace_

Moments = Mapping[str, torch.Tensor]


@dataclass(frozen=True)
class LayerwiseOptions:
    """``rank``: of every layer that no rule gives another; see ``Rank``. ``layers``: patterns with
    ranks of their own, or null; without them all linear layers of encoder and decoder stacks.
    ``sensitivity``: what a budget is shared out by: weight, output (unasked) or loss.
    ``sequential``: each layer makes good what those that were cut before it lost; see there.
    """

    rank: Rank
    layers: Rules = Rules()
    sensitivity: str | None = None
    sequential: bool = False

    def __post_init__(self) -> None:
        if self.sensitivity is None:
            return
        if self.sensitivity not in WAYS:
            raise Refused(f"sensitivity is {self.sensitivity!r}; it can be {', '.join(WAYS)}")
        if not any(rank.budget is not None for rank in self.ranks()):
            raise Refused("sensitivity does nothing without a budget; leave one of the two out")

    def ranks(self) -> tuple[Rank, ...]:
        """Every rank that is asked for."""
        values = [value for _, value in self.layers.entries if value not in (None, {})]
        return (self.rank, *(Rank.parse(value, "layers") for value in values))

    @property
    def way(self) -> str:
        return self.sensitivity or "output"


class Layerwise(ABC):
    """See ``mobilec.compression.method.Method``."""

    options: type
    name: ClassVar[str]
    layer: ClassVar[type[CompressedLinear]]

    @abstractmethod
    def rungs(self, shape: tuple[int, int], options: Any) -> tuple[Rung, ...]:
        """The sizes that a matrix (out, in) can have, from the smallest; the last one loses
        nothing."""

    @abstractmethod
    def losses(
        self, weight: torch.Tensor, moment: torch.Tensor | None, options: Any
    ) -> tuple[float, ...]:
        """The relative squared error of each rung."""

    def sizes(
        self,
        dense: nn.Linear,
        ranks: tuple[int, ...],
        options: Any,  # noqa: ARG002
    ) -> dict[str, Any]:
        """What rebuilds the layer."""
        return {
            "in_features": dense.in_features,
            "out_features": dense.out_features,
            "ranks": list(ranks),
            "bias": dense.bias is not None,
        }

    @abstractmethod
    def made(
        self, dense: nn.Linear, sizes: Mapping[str, Any], moment: torch.Tensor | None
    ) -> CompressedLinear:
        """The layer in the place of ``dense``."""

    def note(self, dense: nn.Linear, sizes: Mapping[str, Any]) -> str:  # noqa: ARG002
        """What a person should know beside rank and error."""
        return ""

    def weighs(self, options: Any) -> bool:  # noqa: ARG002
        """Whether the decomposition itself looks at calibration data."""
        return False

    def reads(self, options: Any) -> bool:
        """Fixed ranks and fractions follow from the shapes."""
        return any(rank.reads for rank in options.ranks())

    def plan(self, model: PreTrainedModel, options: Any, context: Context) -> StepPlan:
        """A rank for each layer, and what it makes of it."""
        chosen = self._chosen(model, options)
        linears = {path: model.get_submodule(path) for path in chosen}
        if self.weighs(options):
            context.needed(f"{self.name} with weights from activations")
        if options.sequential:
            context.needed(f"{self.name} of one layer after another")
        found = ranked(self, model, chosen, options, context)
        edits, seats = [], []
        for path, layer in linears.items():
            ranks = found.ranks[path]
            if isinstance(layer, nn.Linear) and ranks is not None:
                edit = Replace(path, self.layer.name, self.sizes(layer, ranks, options))
                edits.append(edit)
                seats.append(self._seat(edit, layer, found))
        return StepPlan(self.name, plain(options), tuple(edits), tuple(seats), notes=found.notes)

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """All layers are cut as they were when the step began, unless it is ``sequential``."""
        options = options_of(plan, self.options)
        sizes = {edit.path: edit.sizes for edit in plan.replaced}
        linears = {path: linear_at(model, path) for path in sizes}
        moments: Moments = {}
        if context.calibration is not None:
            context.progress.doing("calibration texts")
            moments = second_moments(model, linears, context.calibration)
        weighed = moments if self.weighs(options) else {}
        cut: dict[str, CompressedLinear] = {}
        if options.sequential:
            cut = self._in_turn_(model, sizes, options, context)
        for path in [path for path in linears if path not in cut]:
            context.progress.doing(path)
            cut[path] = self.made(linears[path], sizes[path], weighed.get(path))
            replace_(model, path, cut[path])
        return tuple(layer_error(p, linears[p], cut[p], moments.get(p)) for p in linears)

    def _in_turn_(
        self,
        model: PreTrainedModel,
        sizes: Mapping[str, Mapping[str, Any]],
        options: Any,
        context: Context,
    ) -> dict[str, CompressedLinear]:
        """Cuts the layers that calibration texts reach, by their paths."""
        batches = context.needed(f"{self.name} of one layer after another").batches
        linears = {path: linear_at(model, path) for path in sizes}
        dense = copy.deepcopy(model)
        cut = {}
        for paths in reading_order(model, linears, batches[0]):
            context.progress.doing(", ".join(paths))
            for path, found in aimed(dense, model, paths, batches).items():
                moment = found.moment if self.weighs(options) else None
                cut[path] = self.made(found.layer, sizes[path], moment)
                found.centre_(cut[path])
                replace_(model, path, cut[path])
        return cut

    def _chosen(self, model: PreTrainedModel, options: Any) -> dict[str, Rank]:
        values = chosen_linears(model, options.layers, options.rank, self.name)
        return {
            path: value if isinstance(value, Rank) else Rank.parse(value, f"{self.name}: {path}")
            for path, value in values.items()
        }

    def _seat(self, edit: Replace, dense: nn.Linear, found: Ranked) -> SeatPlan:
        with torch.device("meta"):
            after = self.layer.from_sizes(edit.sizes).cost()
        before = linear_cost(dense.in_features, dense.out_features, dense.bias is not None)
        notes = [found.reasons.get(edit.path, ""), self.note(dense, edit.sizes)]
        if after.parameters >= before.parameters:
            notes.append("no smaller than the dense layer")
        note = "; ".join(filter(None, notes))
        return SeatPlan(edit.path, edit.layer, before, after, note)


def layer_error(
    path: str, dense: nn.Linear, layer: CompressedLinear, moment: torch.Tensor | None
) -> LayerError:
    """What replacing one layer lost."""
    near = layer.matrix()
    return LayerError(
        path, weight_error(dense.weight, near), output_error(dense.weight, near, moment)
    )
