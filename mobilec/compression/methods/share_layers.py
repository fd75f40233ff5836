"""share-layers: layers that are one, stored once and passed as often as before.

    W_i = W_g(i)        for the layers i of a group g

All of a layer, its attention or its feed-forward network (ALBERT, Lan et al., ICLR 2020, section
3.1 and table 4), in groups of neighbours or in cycles (Takase and Kiyono, Lessons on Parameter
Sharing across Layers in Transformers, 2021, section 2: sequence and cycle), of a translator also
encoder with decoder (Xia et al., Tied Transformers, AAAI 2019). A token passes as many layers as
before: fewer bytes, the same multiply-adds. It wants training afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER
from exporters.families.layers import DECODER
from exporters.families.registry import stacks_of
from mobilec.compressed.edits import Share
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.data.moments import mean_loss
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.plan.costs import parameters_cost
from mobilec.compression.recipe.keys import plain
from mobilec.compression.structure.shared_layers import (
    ATTENTION,
    FEED_FORWARD,
    NORM,
    OTHER,
    Layer,
    common,
    grouped,
    layers_of,
)
from mobilec.layers.cost import NOTHING

ALL = "all"
KINDS = {
    ALL: (ATTENTION, FEED_FORWARD, OTHER),
    ATTENTION: (ATTENTION,),
    FEED_FORWARD: (FEED_FORWARD,),
}
MEAN, FIRST, BEST = "mean", "first", "best"
STARTS = (MEAN, FIRST, BEST)
WORTH = "which layer loses least in the place of all"


@dataclass(frozen=True)
class ShareLayersOptions:
    """``what``: all, attention or feed-forward. ``stacks``: encoder, decoder, or both. ``every``:
    so many neighbours are one. ``cycle``: there are so many, again and again; without either, all
    layers of a stack are one. ``together``: each layer of the encoder with that of the decoder.
    ``start``: the mean of their weights, those of the first layer, or of the best: the one with
    which the loss on --data is least. ``norms``, ``biases``: whether those are shared too.
    """

    what: str = ALL
    stacks: tuple[str, ...] = (ENCODER, DECODER)
    every: int | None = None
    cycle: int | None = None
    together: bool = False
    start: str = MEAN
    norms: bool = False
    biases: bool = True

    def __post_init__(self) -> None:
        if self.what not in KINDS:
            raise Refused(f"what is {self.what!r}; it can be {', '.join(KINDS)}")
        if not self.stacks or not set(self.stacks) <= {ENCODER, DECODER}:
            raise Refused(f"stacks is {list(self.stacks)}; each can be {ENCODER}, {DECODER}")
        if self.start not in STARTS:
            raise Refused(f"start is {self.start!r}; it can be {', '.join(STARTS)}")
        if self.every is not None and self.cycle is not None:
            raise Refused("every and cycle are two ways to group layers; give one of them")
        if self.together and (self.norms or set(self.stacks) != {ENCODER, DECODER}):
            raise Refused("together is of both stacks, and their norms stay their own")


class ShareLayers:
    """See ``mobilec.compression.method.Method``."""

    options = ShareLayersOptions
    name = "share-layers"

    def reads(self, options: ShareLayersOptions) -> bool:  # noqa: ARG002
        """What becomes one follows from the structure."""
        return False

    def plan(
        self, model: PreTrainedModel, options: ShareLayersOptions, context: Context
    ) -> StepPlan:
        """Which layers are one, and what they cost then."""
        if options.start == BEST:
            context.labelled(WORTH)
        groups = _groups(model, options)
        edits = tuple(edit for group in groups for edit in group)
        layers = sum(len(group[0].paths) for group in groups)
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=edits,
            seats=tuple(_seat(model, edit) for edit in edits),
            notes=(f"{layers} layers become {len(groups)}",),
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """What is shared is no longer near to any one layer, so none has an error."""
        options: ShareLayersOptions = options_of(plan, self.options)
        for group in _groups(model, options):
            _begin_(model, group, options.start, context)
        rebuild_(model, plan.edits)
        return ()


METHOD = ShareLayers()

_Group = tuple[Share, ...]
"""The edits of layers that become one: each path of an edit is in another layer."""


def _groups(model: PreTrainedModel, options: ShareLayersOptions) -> tuple[_Group, ...]:
    stacks = [stack for stack in stacks_of(model) if stack.role in options.stacks]
    if not stacks:
        raise Refused(f"this model has no {' or '.join(options.stacks)}")
    layers = [layers_of(model, stack) for stack in stacks]
    sets = [
        [own[at] for at in some]
        for stack, own in zip(stacks, layers, strict=True)
        for some in grouped(stack.layers, options.every, options.cycle, f"the {stack.role}")
    ]
    if options.together:
        _refuse_apart(layers)
        half = len(sets) // 2
        sets = [mine + theirs for mine, theirs in zip(sets[:half], sets[half:], strict=True)]
    found = tuple(_shares(model, some, options) for some in sets if len(some) > 1)
    if not found:
        raise Refused("each layer would be one by itself: ask for larger groups")
    return found


def _refuse_apart(layers: Sequence[Sequence[Layer]]) -> None:
    if len(layers) < 2:
        raise Refused("together is of an encoder with a decoder, and this model has one stack")
    if len(layers[0]) != len(layers[1]):
        raise Refused(
            "together takes as many layers in the encoder as in the decoder, and there are "
            f"{len(layers[0])} and {len(layers[1])}"
        )


def _shares(model: PreTrainedModel, layers: Sequence[Layer], options: ShareLayersOptions) -> _Group:
    kinds = (*KINDS[options.what], *([NORM] if options.norms else []))
    found = []
    for paths in common(layers, kinds):
        own = dict(model.get_submodule(paths[0]).named_parameters(recurse=False))
        apart = not options.biases and "bias" in own and own["weight"].dim() > 1
        edit = Share(tuple(f"{path}.weight" for path in paths) if apart else paths)
        first, *others = ([p.shape for p in each] for each in _held(model, edit))
        for path, shapes in zip(paths[1:], others, strict=True):
            if shapes != first:
                raise Refused(f"{path} and {paths[0]} have other sizes: they cannot be one")
        found.append(edit)
    if not found:
        raise Refused(f"these layers have no {options.what} in common")
    return tuple(found)


def _held(model: PreTrainedModel, edit: Share) -> list[list[nn.Parameter]]:
    """What becomes one, for each path."""
    parameters = dict(model.named_parameters(remove_duplicate=False))
    return [
        [parameters[path]] if path in parameters else [*model.get_submodule(path).parameters()]
        for path in edit.paths
    ]


def _seat(model: PreTrainedModel, edit: Share) -> SeatPlan:
    each = [parameters_cost(held) for held in _held(model, edit)]
    note = f"one with {', '.join(edit.paths[1:])}"
    return SeatPlan(edit.paths[0], "shared", sum(each, NOTHING), each[0], note)


def _begin_(model: PreTrainedModel, group: _Group, start: str, context: Context) -> None:
    """The first of the layers gets what all of them are to be."""
    if start == FIRST:
        return
    held = [_held(model, edit) for edit in group]
    if start == BEST:
        at = _best(model, held, context)
        chosen = [[p.detach().clone() for p in own[at]] for own in held]
    else:
        chosen = [
            [torch.stack([p.detach() for p in same]).mean(0) for same in zip(*own, strict=True)]
            for own in held
        ]
    for own, values in zip(held, chosen, strict=True):
        _set_(own[0], values)


def _best(
    model: PreTrainedModel, held: Sequence[list[list[nn.Parameter]]], context: Context
) -> int:
    """The layer that may take the place of all others at the least loss."""
    batches = context.labelled(WORTH)
    before = [[[p.detach().clone() for p in each] for each in own] for own in held]
    losses = []
    for at in range(len(held[0])):
        for own, values in zip(held, before, strict=True):
            for each in own:
                _set_(each, values[at])
        losses.append(mean_loss(model, batches))
    for own, values in zip(held, before, strict=True):
        for each, old in zip(own, values, strict=True):
            _set_(each, old)
    return losses.index(min(losses))


def _set_(parameters: Sequence[nn.Parameter], values: Sequence[torch.Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(value)
