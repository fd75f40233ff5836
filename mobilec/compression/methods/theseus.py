"""theseus: fewer layers, each of which learns in the place of those that it replaces.

    y_i+1 = r_i scc_i(y_i) + (1 - r_i) prd_i(y_i),    r_i ~ Bernoulli(min(1, k t + b))

(Xu et al., BERT-of-Theseus, EMNLP 2020; see ``mobilec.training.theseus``.) The model that was stays
frozen beside it, and its layers are left out more and more; there is no other loss than the task's.
What is measured and kept is the successor alone. Encoder and decoder have a map each.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER
from exporters.families.layers import DECODER
from exporters.families.registry import stacks_of
from mobilec.compressed.edits import Drop, Edit
from mobilec.compressed.step import SeatPlan
from mobilec.compression.learning.lesson import LearningOptions, Lesson
from mobilec.compression.learning.step import LearningStep
from mobilec.compression.method import Context
from mobilec.compression.structure.layers import depth_edits, stack_seat
from mobilec.compression.structure.runs import EVERY, STARTS, Successors, begins
from mobilec.training.finetuning.goal import Extra
from mobilec.training.theseus import Replacement, Runs, nothing_drawn, replacing


@dataclass(frozen=True)
class TheseusOptions(LearningOptions):
    """As those of finetune, and ``encoder``, ``decoder``: how many successors there are, a number
    (3), a share (0.5), or the number of layers that each of them replaces ([2, 2, 2]); where one is
    not given, its layers stay. A classifier is an encoder. ``start``: what a successor begins as,
    the first layer of those that it replaces (every), or the first layers of the stack (first).
    ``rate``: b, the chance of a successor to be in. ``grows``: whether it grows to 1, or stays.
    ``until``: the share of all steps by which all are in, and the rest of the model learns too.
    """

    warmup: float = 0.0
    encoder: Successors | None = None
    decoder: Successors | None = None
    start: str = EVERY
    rate: float = 0.5
    grows: bool = True
    until: float = 0.5

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.encoder is None and self.decoder is None:
            raise Refused("give encoder or decoder: how many layers take the places of its layers")
        if self.start not in STARTS:
            raise Refused(f"start is {self.start!r}; it can be {', '.join(STARTS)}")
        if not 0 <= self.rate <= 1:
            raise Refused(f"rate is {self.rate}; give a chance from 0 to 1")
        if not 0 < self.until <= 1:
            raise Refused(f"until is {self.until}; give a share above 0, at most 1")
        if self.layer_drop or self.sparsity:
            raise Refused(
                "layers are left out by theseus itself: leave layer_drop and sparsity out"
            )

    @property
    def replacement(self) -> Replacement:
        return Replacement(self.rate, self.until, self.grows)

    def of(self, role: str) -> Successors | None:
        return {ENCODER: self.encoder, DECODER: self.decoder}[role]


class Theseus(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = TheseusOptions
    name = "theseus"

    def edits(self, model: PreTrainedModel, options: TheseusOptions) -> tuple[Edit, ...]:
        """Those of the layers that no successor begins as."""
        runs = _runs(model, options)
        depths = {role: begins(each, options.start) for role, each in runs.items()}
        edits = depth_edits(model, stacks_of(model), depths)
        if not edits:
            raise Refused("there are as many successors as layers; ask for fewer, or use finetune")
        return edits

    def seats(self, model: PreTrainedModel, edits: tuple[Edit, ...]) -> tuple[SeatPlan, ...]:
        """The stacks that lose layers."""
        gone = {edit.path for edit in edits if isinstance(edit, Drop)}
        stay = [(s, [n for n, p in enumerate(s.paths) if p not in gone]) for s in stacks_of(model)]
        return tuple(stack_seat(model, s, own) for s, own in stay if len(own) < s.layers)

    def told(
        self,
        model: PreTrainedModel,
        options: TheseusOptions,
        lesson: Lesson,  # noqa: ARG002
        context: Context,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """Who replaces whom."""
        chance = f"{options.rate} growing to 1" if options.grows else f"{options.rate}"
        return tuple(
            f"{len(runs)} successors in the {role} replace {', '.join(str(len(r)) for r in runs)} "
            f"layers with the chance {chance}, all of them after {options.until:.0%} of the steps"
            for role, runs in _runs(model, options).items()
        )

    @contextmanager
    def taught(
        self,
        model: PreTrainedModel,
        edits: tuple[Edit, ...],
        options: TheseusOptions,
        examples: int,
        context: Context,
    ) -> Iterator[Extra]:
        """Beside what it was, which is copied before layers go."""
        before = _predecessor(model, _runs(model, options))
        seed, kinds = options.training(context.seed).seed, _kinds(model)
        with super().taught(model, edits, options, examples, context) as extra:
            with replacing(model, before, options.replacement, seed, kinds) as draws:
                yield replace(extra, penalty=lambda _: nothing_drawn(), callbacks=(draws,))


METHOD = Theseus()


def _runs(model: PreTrainedModel, options: TheseusOptions) -> dict[str, tuple[range, ...]]:
    """Role to the layers that each successor replaces. Refused: what this model has not."""
    stacks = {stack.role: stack for stack in stacks_of(model)}
    found = {}
    for role in (ENCODER, DECODER):
        asked = options.of(role)
        if asked is None:
            continue
        if role not in stacks:
            raise Refused(f"{role} is for models that have one; this one has {', '.join(stacks)}")
        if not stacks[role].path:
            raise Refused(
                f"the layers of this {model.config.model_type} are one layer: there is none that "
                "another could replace"
            )
        found[role] = asked.runs(stacks[role])
    return found


def _kinds(model: PreTrainedModel) -> tuple[str, ...]:
    """Of layers, as config.json has them."""
    return tuple(getattr(model.config, "layer_types", None) or ())


def _predecessor(model: PreTrainedModel, runs: Mapping[str, Sequence[range]]) -> dict[str, Runs]:
    """Path of each stack that is replaced to copies of its layers, by runs. What layers share,
    also across the stacks, their copies share."""
    paths = {stack.role: stack.path for stack in stacks_of(model)}
    copies = copy.deepcopy({role: model.get_submodule(paths[role]) for role in runs})
    layers: dict[str, list[nn.Module]] = {role: [*copies[role].children()] for role in runs}
    return {paths[r]: [[layers[r][at] for at in run] for run in runs[r]] for r in runs}
