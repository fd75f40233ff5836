"""variational-dropout: each number of a matrix learns how much noise it bears, and goes if much.

    log alpha_ij > 3        makes it zero

(Molchanov, Ashukha and Vetrov, Variational Dropout Sparsifies Deep Neural Networks, ICML 2017; the
equations stand in ``mobilec.training.variational``.) It trains as finetune does, from what the
steps before it made. The model is plain at its end, with zeros that stay in a finetune behind it;
what they gain stands in prune-weights.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Zeros
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import SeatPlan
from mobilec.compression.learning.lesson import LearningOptions
from mobilec.compression.learning.step import LearningStep
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.method import Context
from mobilec.compression.recipe.rules import Rules
from mobilec.layers.cost import linear
from mobilec.layers.seat import replace_
from mobilec.training.finetuning.goal import Extra
from mobilec.training.variational import VariationalLinear, divergence


@dataclass(frozen=True)
class VariationalOptions(LearningOptions):
    """As those of finetune, and ``layers``: patterns of linear layers, or null; without them all
    of encoder and decoder stacks. ``strength``: what the divergence is multiplied by, 1 for the
    bound of the paper, more for more zeros. ``grows``: the share of all steps over which it grows
    to that. The result is the last state.
    """

    layers: Rules = field(default_factory=Rules)
    strength: float = 1.0
    grows: float = 0.3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.strength <= 0:
            raise Refused(f"strength is {self.strength}; give a number above 0")
        if not 0 <= self.grows <= 1:
            raise Refused(f"grows is {self.grows}; give a share from 0 to 1")
        if self.patience or self.sparsity:
            raise Refused("zeros come by the noise, on the way: leave patience and sparsity out")

    def strength_at(self, done: float) -> float:
        """Once ``done`` of all steps are over."""
        return self.strength * (min(1.0, done / self.grows) if self.grows else 1.0)


class VariationalDropout(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = VariationalOptions
    name = "variational-dropout"

    def edits(self, model: PreTrainedModel, options: VariationalOptions) -> tuple[Edit, ...]:
        """Layers whose numbers bear noise."""
        chosen = chosen_linears(model, options.layers, True, self.name)
        if told := [path for path, value in chosen.items() if value is not True]:
            raise Refused(f"layers gives {told[0]} a value; a layer is in, {{}}, or not, null")
        return tuple(Zeros(path) for path in chosen)

    def seats(self, model: PreTrainedModel, edits: tuple[Edit, ...]) -> tuple[SeatPlan, ...]:
        """How many zeros there will be, only the run says."""
        found = []
        for edit in edits:
            assert isinstance(edit, Zeros), "it makes no other"
            dense = linear_at(model, edit.path)
            cost = linear(dense.in_features, dense.out_features, dense.bias is not None)
            found.append(SeatPlan(edit.path, "sparse", cost, cost, "zeros as it learns them"))
        return tuple(found)

    @contextmanager
    def taught(
        self,
        model: PreTrainedModel,
        edits: tuple[Edit, ...],
        options: VariationalOptions,
        examples: int,
        context: Context,  # noqa: ARG002
    ) -> Iterator[Extra]:
        """With noise in the layers, which are plain again afterwards."""
        rebuild_(model, edits)
        dense = {e.path: linear_at(model, e.path) for e in edits if isinstance(e, Zeros)}
        noisy = {path: VariationalLinear(layer) for path, layer in dense.items()}
        for path, layer in noisy.items():
            replace_(model, path, layer)

        def penalty(done: float) -> torch.Tensor:
            return divergence([*noisy.values()]) * (options.strength_at(done) / examples)

        yield Extra(penalty, keeps_last=True)
        for path, layer in noisy.items():
            layer.to_dense_(dense[path])
            replace_(model, path, dense[path])


METHOD = VariationalDropout()
