"""prune-heads: without the attention heads that the loss asks for least.

    I_h = E_x |dL/dxi_h|        at xi_h = 1, which multiplies what head h says

(Michel, Levy and Neubig, Are Sixteen Heads Really Better than One?, NeurIPS 2019, section 4.1,
where the worth of a head is divided by the l2 norm of its layer's too.) Rows of query, key and
value go, and columns of the output, so the exported program multiplies less. What each head is
worth stands in heads-N.json beside the model, N the step, and is drawn in heads-N.svg.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import LEFT_ALONE, Rules
from mobilec.compression.structure.amount import Amount
from mobilec.compression.structure.choose_heads import (
    LAYER,
    MODEL,
    ROLE,
    WITHIN,
    Scores,
    Stay,
    counted,
    of_all,
    of_each,
    still,
)
from mobilec.compression.structure.cut import costs, cut_, refuse_compressed
from mobilec.compression.structure.dev import refuse_unmeasured
from mobilec.compression.structure.head_figures import HeadFigures
from mobilec.compression.structure.head_measures import (
    HeadMeasures,
    with_each_alone,
    without_each,
)
from mobilec.compression.structure.heads import (
    Gates,
    HeadGroup,
    groups_of,
    head_cuts,
    head_edits,
    importance,
)
from mobilec.layers.cost import NOTHING

WORTH = "what a head is worth"
LOSS, DEV = "loss", "dev"
ROLES = ("encoder", "own", "cross")


@dataclass(frozen=True)
class PruneHeadsOptions:
    """``keep``: how many stay, a number in each layer, or a share of them. ``within``: of which
    heads it is a share: model, role or layer. ``least``: how many each layer keeps in any case.
    ``roles``: of a translator those over the source (encoder), over what was said (own), and from
    there over the source (cross). ``layers``: patterns of attentions, null for those that are left
    alone; without them all. ``by``: what they are chosen by, the loss, or the metric on --eval
    with a head alone in its layer (dev), for a keep of 1. ``normalize``: a head's worth is that in
    its layer. ``rounds``: in how many equal parts they go, each time measured without those that
    are gone. ``masked``: also say what the metric on --eval is without each.
    """

    keep: Amount
    within: str = MODEL
    least: int = 1
    roles: tuple[str, ...] = ROLES
    layers: Rules = field(default_factory=Rules)
    by: str = LOSS
    normalize: bool = True
    rounds: int = 1
    masked: bool = False

    def __post_init__(self) -> None:
        if self.within not in WITHIN:
            raise Refused(f"within is {self.within!r}; it can be {', '.join(WITHIN)}")
        if self.by not in (LOSS, DEV):
            raise Refused(f"by is {self.by!r}; it can be {LOSS}, {DEV}")
        if self.by == DEV and self.keep.number != 1:
            raise Refused("by: dev tries each head alone in its layer; it is for keep: 1")
        if not self.roles or not set(self.roles) <= set(ROLES):
            raise Refused(f"roles is {list(self.roles)}; each can be {', '.join(ROLES)}")
        for name in ("least", "rounds"):
            if getattr(self, name) < 1:
                raise Refused(f"{name} is {getattr(self, name)}; give 1 or more")

    @property
    def is_of_each(self) -> bool:
        """Whether it is known of each layer how many it keeps."""
        return self.keep.number is not None or self.within == LAYER

    @property
    def measures(self) -> bool:
        """Whether the model is measured on development data."""
        return self.masked or self.by == DEV


class PruneHeads:
    """See ``mobilec.compression.method.Method``."""

    options = PruneHeadsOptions
    name = "prune-heads"

    def reads(self, options: PruneHeadsOptions) -> bool:
        """Which layers lose more, only the loss says."""
        return not options.is_of_each

    def plan(
        self, model: PreTrainedModel, options: PruneHeadsOptions, context: Context
    ) -> StepPlan:
        """How many heads each attention keeps."""
        groups = _chosen_groups(model, options)
        context.labelled(WORTH)
        if options.measures:
            refuse_unmeasured(context, self.name)
        if options.is_of_each:
            counts = counted(groups, options.keep)
        else:
            stay = _measured(model, groups, options, context)[1]
            counts = {path: len(heads) for path, heads in stay.items()}
        # The first ones, for their sizes: which they are is not part of the structure.
        cuts = head_cuts(model, {path: range(n) for path, n in counts.items()}, groups)
        refuse_compressed(model, cuts, self.name)
        gone = sum((g.heads - counts[g.path]) * len(g.maps) for g in groups)
        there = sum(g.heads * len(g.maps) for g in groups)
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=head_edits(cuts, counts, groups),
            seats=tuple(_seat(model, g, counts[g.path]) for g in groups),
            notes=(f"{gone} of {there} heads go",),
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """What stays is as it was, so no layer has an error."""
        options: PruneHeadsOptions = options_of(plan, self.options)
        groups = _chosen_groups(model, options)
        scores, stay = _measured(model, groups, options, context)
        without = without_each(model, groups, context) if options.masked else None
        alone: HeadMeasures | None = None
        if options.by == DEV:
            alone = with_each_alone(model, groups, context)
            stay = of_each(alone.heads, counted(groups, options.keep))
        cut_(model, plan.edits, head_cuts(model, stay, groups))
        HeadFigures(groups, scores, stay, without, alone).write(context.folder, context.number)
        return ()


METHOD = PruneHeads()


def _chosen_groups(model: PreTrainedModel, options: PruneHeadsOptions) -> tuple[HeadGroup, ...]:
    """Refused: a choice of nothing, and patterns that match no attention."""
    groups = groups_of(model)
    if options.layers:
        options.layers.refuse_idle([group.path for group in groups], "layers")
    found = tuple(
        group
        for group in groups
        if group.role in options.roles
        and (not options.layers or options.layers.value(group.path, {}) is not LEFT_ALONE)
    )
    if not found:
        there = ", ".join(dict.fromkeys(group.role for group in groups))
        raise Refused(f"no attention is left to prune; the model has those of {there}")
    for group in found:
        if any(at.fixed for at in group.maps):
            raise Refused(
                f"{group.path} has heads that look by place, which are worth nothing that could be "
                "told: put prune-heads before the step that fixed them, or leave it alone by layers"
            )
    return found


def _measured(
    model: PreTrainedModel,
    groups: Sequence[HeadGroup],
    options: PruneHeadsOptions,
    context: Context,
) -> tuple[Scores, Stay]:
    """What heads were worth at first, and which of them stay."""
    batches = context.labelled(WORTH)
    gates, keep = Gates(tuple(groups)), options.keep
    first: Scores = {}
    stay: Stay = {group.path: tuple(range(group.heads)) for group in groups}
    for number in range(1, options.rounds + 1):
        context.progress.doing(f"what heads are worth, {number} of {options.rounds}")
        found = importance(model, gates, batches)
        first = first or found
        worth, part = still(found, stay, options.normalize), number / options.rounds
        if options.is_of_each:
            stay = of_each(worth, counted(groups, keep, part))
        else:
            wanted = partial(keep.of, what="heads", part=part)
            stay = of_all(worth, groups, wanted, options.within == ROLE, options.least)
        for group in groups:
            gates.close_(group, [h for h in range(group.heads) if h not in stay[group.path]])
    return first, stay


def _seat(model: PreTrainedModel, group: HeadGroup, heads: int) -> SeatPlan:
    before = after = NOTHING
    for path, kept in head_cuts(model, {group.path: range(heads)}, (group,)).items():
        was, becomes = costs(model.get_submodule(path), kept)
        before, after = before + was, after + becomes
    return SeatPlan(group.path, "attention", before, after, f"{heads} of {group.heads} heads stay")
