"""drop-layers: fewer layers, those that stay as they were.

Every other one (Fan, Grave and Joulin, Reducing Transformer Depth on Demand with Structured
Dropout, ICLR 2020, section 3.2), the first or the last ones, those that are named, or the ones
that the model does best with: ``choose: search`` tries subsets on data, all of them where they are
few, and otherwise leaves out one layer after another. A model that was trained with layers left
out at random (``layer_drop`` of finetune) loses least. Encoder and decoder each have a depth of
their own (Kasai et al., Deep Encoder, Shallow Decoder, ICLR 2021).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER
from exporters.families.layers import DECODER, Stack
from exporters.families.registry import stacks_of
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import StepPlan
from mobilec.compression.method import Context, LayerError
from mobilec.compression.recipe.keys import plain
from mobilec.compression.structure.amount import Amount
from mobilec.compression.structure.dev import refuse_unmeasured
from mobilec.compression.structure.layers import (
    Depths,
    depth_edits,
    refuse_bound,
    spread,
    stack_seat,
)
from mobilec.compression.structure.search_layers import searched

SPREAD, FIRST, LAST, SEARCH = "spread", "first", "last", "search"
WAYS = (SPREAD, FIRST, LAST, SEARCH)
LOSS, DEV = "loss", "dev"


@dataclass(frozen=True)
class Depth:
    """How many layers of a stack stay, or which."""

    amount: Amount | None = None
    layers: tuple[int, ...] = ()

    @classmethod
    def parse(cls, value: Any, where: str) -> "Depth":
        if not isinstance(value, list):
            return cls(Amount.parse(value, where))
        if not value or any(type(at) is not int or at < 0 for at in value):
            raise Refused(f"{where} is {value!r}; name layers that stay by numbers from 0: [0, 3]")
        if value != sorted(set(value)):
            raise Refused(f"{where} is {value!r}; name each layer once, in order")
        return cls(layers=tuple(value))

    def to_json(self) -> Any:
        return list(self.layers) if self.amount is None else self.amount.to_json()

    def refuse_other(self, stack: Stack) -> None:
        """Refused: more than there are."""
        if self.amount is not None:
            self.amount.of(stack.layers, f"layers in the {stack.role}")
        elif self.layers[-1] >= stack.layers:
            raise Refused(
                f"layer {self.layers[-1]} is to stay, and the {stack.role} has {stack.layers}, "
                "numbered from 0"
            )


@dataclass(frozen=True)
class DropLayersOptions:
    """``encoder``, ``decoder``: the layers that stay, a number (3), a share (0.5) or a list of them
    ([0, 2, 5]); where one is not given, all of its layers do. A classifier is an encoder.
    ``choose``: where they are not named, spread evenly, first, last, or search, the best on data.
    ``by``: what a search goes by, the loss on --data, or dev, the metric on --eval.
    """

    encoder: Depth | None = None
    decoder: Depth | None = None
    choose: str = SPREAD
    by: str = LOSS

    def __post_init__(self) -> None:
        if self.encoder is None and self.decoder is None:
            raise Refused("give encoder or decoder: how many layers stay, or which")
        if self.choose not in WAYS:
            raise Refused(f"choose is {self.choose!r}; it can be {', '.join(WAYS)}")
        if self.by not in (LOSS, DEV):
            raise Refused(f"by is {self.by!r}; it can be {LOSS}, {DEV}")
        if self.choose != SEARCH and self.by != LOSS:
            raise Refused("by does nothing without choose: search; leave it out")

    def of(self, role: str) -> Depth | None:
        return {ENCODER: self.encoder, DECODER: self.decoder}[role]


class DropLayers:
    """See ``mobilec.compression.method.Method``."""

    options = DropLayersOptions
    name = "drop-layers"

    def reads(self, options: DropLayersOptions) -> bool:
        """Which subset is best, only data says."""
        return options.choose == SEARCH

    def plan(
        self, model: PreTrainedModel, options: DropLayersOptions, context: Context
    ) -> StepPlan:
        """Which layers stay."""
        stacks = stacks_of(model)
        _refuse_absent(stacks, options)
        _refuse_one_layer(stacks, options)
        if self.reads(options) and options.by == DEV:
            refuse_unmeasured(context, self.name)
        depths = _depths(model, stacks, options, context)
        refuse_bound(model, stacks, depths)
        edits = depth_edits(model, stacks, depths)
        seats = tuple(
            stack_seat(model, stack, depths[stack.role])
            for stack in stacks
            if stack.path and len(depths[stack.role]) < stack.layers
        )
        notes = tuple(
            f"of the {s.layers} layers of the {s.role} {_named(depths[s.role])} stay"
            for s in stacks
            if len(depths[s.role]) < s.layers
        )
        return StepPlan(self.name, plain(options), edits, seats, notes=notes)

    def apply_(
        self,
        model: PreTrainedModel,
        plan: StepPlan,
        context: Context,  # noqa: ARG002
    ) -> tuple[LayerError, ...]:
        """What stays is as it was, so no layer has an error."""
        rebuild_(model, plan.edits)
        return ()


METHOD = DropLayers()


def _refuse_absent(stacks: Sequence[Stack], options: DropLayersOptions) -> None:
    there = {stack.role: stack for stack in stacks}
    for role in (ENCODER, DECODER):
        asked = options.of(role)
        if asked is not None and role not in there:
            raise Refused(f"{role} is for models that have one; this one has {', '.join(there)}")
        if asked is not None:
            asked.refuse_other(there[role])


def _refuse_one_layer(stacks: Sequence[Stack], options: DropLayersOptions) -> None:
    if options.choose == SEARCH and not all(stack.path for stack in stacks):
        raise Refused(
            "the layers of this model are one, passed again and again: there is nothing to search "
            "for; leave choose out"
        )


def _depths(
    model: PreTrainedModel, stacks: Sequence[Stack], options: DropLayersOptions, context: Context
) -> Depths:
    depths: Depths = {}
    wanted: dict[str, int] = {}
    for stack in stacks:
        asked, all_of_them = options.of(stack.role), tuple(range(stack.layers))
        if asked is None:
            depths[stack.role] = all_of_them
        elif asked.amount is None:
            depths[stack.role] = _once(stack, asked.layers)
        else:
            stay = asked.amount.of(stack.layers, f"layers in the {stack.role}")
            ways = {
                SPREAD: spread(stack.layers, stay),
                FIRST: all_of_them[:stay],
                LAST: all_of_them[-stay:],
            }
            depths[stack.role] = _once(stack, ways.get(options.choose, all_of_them))
            if options.choose == SEARCH:
                wanted[stack.role] = stay
    if not wanted:
        return depths
    return searched(model, stacks, depths, wanted, options.by == DEV, context)


def _once(stack: Stack, layers: tuple[int, ...]) -> tuple[int, ...]:
    """Where one layer is passed again and again, only how often matters."""
    return layers if stack.path else tuple(range(len(layers)))


def _named(layers: Sequence[int]) -> str:
    return ", ".join(map(str, layers))
