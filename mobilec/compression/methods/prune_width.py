"""prune-width: narrower, without the neurons and the features that matter least.

    S_j = |X_j|_2 |W_j|_2        of what a layer reads, over calibration texts

(Wanda, Sun et al., ICLR 2024, equation 1, of whole columns.) A neuron of a feed-forward network
goes with its rows and its column. A feature of the model's width goes everywhere at once: in tables
of words and positions, norms, and all that reads or writes it (Minitron, Muralidharan et al.,
NeurIPS 2024, section 2.2, which scores features by activations alone); its scores are added up over
the layers that read it, each divided by their mean. Heads keep their size. A flat feed-forward
network has as many neurons as it reads features, so that attention, which the text's length makes
dear, has the larger part of a small model (Wu et al., Lite Transformer, ICLR 2020, section 3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.layers import FeedForward
from exporters.families.registry import feed_forwards_of
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import LEFT_ALONE, Rules
from mobilec.compression.structure.amount import Amount
from mobilec.compression.structure.cut import (
    Cuts,
    Kept,
    best,
    costs,
    cut_,
    narrowing,
    once,
    refuse_compressed,
)
from mobilec.compression.structure.neurons import column_scores
from mobilec.compression.structure.surgeon import fitted
from mobilec.compression.structure.width import readers, width_cuts, width_of

LAYER, MODEL = "layer", "model"
WHY = "which neurons and features matter"


@dataclass(frozen=True)
class PruneWidthOptions:
    """``feed_forward``: the neurons that stay in each feed-forward network, a share (0.5) or a
    number. ``flat``: as many neurons stay as the network reads features. ``width``: the
    features that stay of the model's width. ``within``: whether a share of neurons is that of each
    layer, or of the whole model. ``layers``: patterns of feed-forward networks, null for those that
    are left alone. ``multiple``: what stays is a multiple of it, as kernels work through so many at
    once. ``fit``: the neurons that stay are those that can say together what all of them said, and
    the layer that reads them is fitted to it.
    """

    feed_forward: Amount | None = None
    flat: bool = False
    width: Amount | None = None
    within: str = LAYER
    layers: Rules = field(default_factory=Rules)
    multiple: int = 8
    fit: bool = False

    def __post_init__(self) -> None:
        if not self.is_of_neurons and self.width is None:
            raise Refused("give feed_forward, flat or width: how many neurons, or features, stay")
        if self.flat and self.feed_forward is not None:
            raise Refused("flat says how many neurons stay; leave feed_forward out")
        if self.within not in (LAYER, MODEL):
            raise Refused(f"within is {self.within!r}; it can be {LAYER}, {MODEL}")
        if self.within == MODEL and (self.feed_forward is None or not self.feed_forward.share):
            raise Refused("within: model is of a share of feed_forward")
        if self.layers and not self.is_of_neurons:
            raise Refused("layers are those of feed_forward; leave it out")
        if self.fit and (self.within == MODEL or not self.is_of_neurons):
            raise Refused("fit is of the neurons of each layer: give feed_forward, within: layer")
        if self.multiple < 1:
            raise Refused(f"multiple is {self.multiple}; give 1 or more")

    @property
    def is_of_neurons(self) -> bool:
        """Whether feed-forward networks become narrower."""
        return self.flat or self.feed_forward is not None

    def rounded(self, count: int, there: int) -> int:
        """``count`` as a multiple: the nearest, at least one, at most what is there."""
        return min(there, max(1, round(count / self.multiple)) * self.multiple)


class PruneWidth:
    """See ``mobilec.compression.method.Method``."""

    options = PruneWidthOptions
    name = "prune-width"

    def reads(self, options: PruneWidthOptions) -> bool:
        """How many neurons each layer keeps, only data says where the share is the model's."""
        return options.within == MODEL

    def plan(
        self, model: PreTrainedModel, options: PruneWidthOptions, context: Context
    ) -> StepPlan:
        """How wide each layer is then."""
        context.needed(WHY)
        networks = _networks(model, options)
        if self.reads(options):
            stay = _neurons(model, networks, options, context)
        else:
            # The first ones, for their number: which they are is not part of the structure.
            stay = {at.path: tuple(range(_left(model, at, options))) for at in networks}
        features = tuple(range(_features(model, options)))
        cuts = _cuts(model, networks, stay, features if options.width else None)
        refuse_compressed(model, cuts, self.name)
        seats = []
        for path, kept in cuts.items():
            before, after = costs(model.get_submodule(path), kept)
            if before != after:
                seats.append(SeatPlan(path, _called(model, path), before, after))
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=narrowing(cuts),
            seats=tuple(seats),
            notes=tuple(_notes(model, networks, stay, features, options)),
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """What stays is as it was; norms are of fewer numbers then."""
        options: PruneWidthOptions = options_of(plan, self.options)
        networks = _networks(model, options)
        stay = (_fitted_ if options.fit else _neurons)(model, networks, options, context)
        features = _best_features(model, options, context) if options.width else None
        cut_(model, plan.edits, _cuts(model, networks, stay, features))
        return ()


METHOD = PruneWidth()


def _networks(model: PreTrainedModel, options: PruneWidthOptions) -> tuple[FeedForward, ...]:
    """Each of different layers; refused: a choice of nothing."""
    if not options.is_of_neurons:
        return ()
    networks = {id(model.get_submodule(at.output)): at for at in reversed(feed_forwards_of(model))}
    found = tuple(reversed(networks.values()))
    if not options.layers:
        return found
    options.layers.refuse_idle([at.path for at in found], "layers")
    chosen = tuple(at for at in found if options.layers.value(at.path, {}) is not LEFT_ALONE)
    if not chosen:
        raise Refused("layers leaves every feed-forward network alone")
    return chosen


def _left(model: PreTrainedModel, at: FeedForward, options: PruneWidthOptions) -> int:
    if options.flat:
        return _flat(model, at, options)
    assert options.feed_forward is not None, "there are networks only where it is asked for"
    wanted = options.feed_forward.of(at.neurons, f"neurons in {at.path}")
    return options.rounded(wanted, at.neurons)


def _flat(model: PreTrainedModel, at: FeedForward, options: PruneWidthOptions) -> int:
    read = _linear(model, at.made[0].path).in_features
    wide = min(read, _features(model, options) or read)
    if wide > at.neurons:
        raise Refused(f"{at.path} is flatter than flat: {at.neurons} neurons read {wide} features")
    return wide


def _neurons(
    model: PreTrainedModel,
    networks: Sequence[FeedForward],
    options: PruneWidthOptions,
    context: Context,
) -> dict[str, tuple[int, ...]]:
    """The neurons that stay, by the path of their network."""
    if not networks:
        return {}
    layers = {at.path: _linear(model, at.output) for at in networks}
    scores = column_scores(model, layers, context.needed(WHY).batches)
    if options.within == LAYER:
        return {at.path: best(scores[at.path], _left(model, at, options)) for at in networks}
    # A network's own mean is 1, as what is loud in one layer may be soft in another.
    even = {path: found / found.mean().clamp(min=1e-30) for path, found in scores.items()}
    total = sum(at.neurons for at in networks)
    assert options.feed_forward is not None, "there are networks"
    count = options.feed_forward.of(total, "neurons")
    least = torch.cat([*even.values()]).sort(descending=True).values[count - 1]
    return {
        at.path: best(
            even[at.path],
            options.rounded(int((even[at.path] >= least).sum()), at.neurons),
        )
        for at in networks
    }


def _fitted_(
    model: PreTrainedModel,
    networks: Sequence[FeedForward],
    options: PruneWidthOptions,
    context: Context,
) -> dict[str, tuple[int, ...]]:
    """The same, with the layers that read them fitted, before anything is cut."""
    layers = {at.path: _linear(model, at.output) for at in networks}
    counts = {at.path: _left(model, at, options) for at in networks}
    found = fitted(model, layers, counts, context.needed(WHY).batches)
    with torch.no_grad():
        for path, layer in layers.items():
            layer.weight.copy_(found[path].weight)
            if (bias := found[path].bias) is not None:
                layer.bias.copy_(bias)
    return {path: each.stay for path, each in found.items()}


def _features(model: PreTrainedModel, options: PruneWidthOptions) -> int:
    if options.width is None:
        return 0
    there = width_of(model)
    return options.rounded(options.width.of(there, "features"), there)


def _best_features(
    model: PreTrainedModel, options: PruneWidthOptions, context: Context
) -> tuple[int, ...]:
    layers = readers(model, width_cuts(model, tuple(range(width_of(model)))))
    scores = column_scores(model, layers, context.needed(WHY).batches)
    even = [found / found.mean().clamp(min=1e-30) for found in scores.values()]
    return best(torch.stack(even).sum(0), _features(model, options))


def _cuts(
    model: PreTrainedModel,
    networks: Sequence[FeedForward],
    stay: Mapping[str, Sequence[int]],
    features: tuple[int, ...] | None,
) -> dict[str, Kept]:
    cuts: dict[str, Kept] = {}
    for at in networks:
        cuts |= {p: Kept(outputs=tuple(rows)) for p, rows in at.rows(stay[at.path]).items()}
        cuts[at.output] = Kept(inputs=tuple(stay[at.path]))
    own = once(model, cuts)
    if features is None:
        return own
    wide: Cuts = width_cuts(model, features)
    both = {path: _joined(own.get(path, Kept()), kept) for path, kept in wide.items()}
    return {**own, **both}


def _joined(one: Kept, other: Kept) -> Kept:
    return Kept(one.outputs or other.outputs, one.inputs or other.inputs)


def _linear(model: PreTrainedModel, path: str) -> nn.Linear:
    layer = model.get_submodule(path)
    refuse_compressed(model, (path,), PruneWidth.name)
    assert isinstance(layer, nn.Linear), "a family's map names linear layers"
    return layer


def _called(model: PreTrainedModel, path: str) -> str:
    module = model.get_submodule(path)
    if isinstance(module, nn.Linear):
        return "linear"
    return "embedding" if isinstance(module, nn.Embedding) else "norm"


def _notes(
    model: PreTrainedModel,
    networks: Sequence[FeedForward],
    stay: Mapping[str, Sequence[int]],
    features: Sequence[int],
    options: PruneWidthOptions,
) -> list[str]:
    notes = []
    if networks:
        there, left = sum(at.neurons for at in networks), sum(map(len, stay.values()))
        notes.append(f"{left} of {there} neurons stay")
    if options.width is not None:
        notes.append(f"{len(features)} of {width_of(model)} features stay")
    return notes
