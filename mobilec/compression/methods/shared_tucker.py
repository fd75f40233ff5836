"""shared-tucker: one Tucker decomposition for the matrices of many layers.

All matrices of attention and feed-forward of a group, cut into square pieces of one width (of a
BERT layer 4 + 4 + 4), are one third-order tensor (pieces, width, width):

    II    W_i ~ U_i C_i V_i                    nothing is shared
    III   W_i ~ U C_i V                        the narrow matrices are
    IV    W_i ~ U (sum_k P_ik G_k) V           the small ones come from a bank as well

(Ren, Wang et al., Exploring Extreme Parameter Compression for Pre-trained Language Models, ICLR
2022, section 4.) A piece of a large norm would have the factors to itself, so all are brought to
one norm first, and the scale is kept with what is the piece's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Replace, Share
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.data.moments import second_moments
from mobilec.compression.linears.groups import Group, groups_of
from mobilec.compression.linears.layerwise import layer_error
from mobilec.compression.linears.linears import chosen_linears
from mobilec.compression.linears.shared_stack import Stack, norms_note, stack_of
from mobilec.compression.linears.shared_width import width_within
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.ranks.rank import Rank
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import Rules
from mobilec.layers.cost import Cost
from mobilec.layers.cost import linear as linear_cost
from mobilec.layers.linear_layer import CompressedLinear
from mobilec.layers.pieced_tucker import PiecedTuckerLinear
from mobilec.layers.seat import replace_
from mobilec.layers.shared_factors import SharedFactors
from mobilec.layers.shared_tucker import SharedTuckerLinear
from mobilec.layers.tensors.tucker import banked_factors, shared_factors

FORMS = ("II", "III", "IV")
FACTORS = "shared-factors"
"""What a plan calls the modules that seats share; each has the name of its group."""


@dataclass(frozen=True)
class SharedTuckerOptions:
    """``form``: II, III or IV. ``width``: of the narrow matrices, or instead of it ``budget``: the
    share of the parameters of each group that may be left. ``bank``: matrices in the bank of form
    IV. ``layers``: patterns, each with the name of its group, or null; without them all linear
    layers of encoder and decoder stacks are one group. ``normalize``: bring all pieces to one norm
    first.
    """

    form: str
    width: int | None = None
    budget: Rank | None = None
    bank: int | None = None
    layers: Rules = Rules()
    normalize: bool = True

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise Refused(f"form is {self.form!r}; it can be {', '.join(FORMS)}")
        if (self.width is None) == (self.budget is None):
            raise Refused("one of width and budget says how large it becomes; give just one")
        if self.budget is not None and self.budget.fraction is None:
            raise Refused(f"budget is {self.budget.to_json()!r}; give a share: 0.25 or 1/4")
        if self.width is not None and self.width < 1:
            raise Refused(f"width is {self.width}; the least is 1")
        if (self.bank is None) == (self.form == "IV"):
            raise Refused(
                "form IV needs bank, the number of matrices in it; the others have none: "
                f"form is {self.form} and bank is {self.bank}"
            )
        if self.bank is not None and self.bank < 1:
            raise Refused(f"bank is {self.bank}; the least is 1")

    def width_of(self, group: Group) -> int:
        """The width that was asked for, or the largest within the budget."""
        if self.budget is None or self.budget.fraction is None:
            assert self.width is not None, "one of the two is given"
            return self.width
        return width_within(group, self.form, self.bank, self.budget.fraction)


class SharedTucker:
    """See ``mobilec.compression.method.Method``."""

    options = SharedTuckerOptions
    name = "shared-tucker"

    def reads(self, options: SharedTuckerOptions) -> bool:  # noqa: ARG002
        """The plan shows norms and errors; without weights it still counts."""
        return True

    def plan(
        self, model: PreTrainedModel, options: SharedTuckerOptions, context: Context
    ) -> StepPlan:
        """Every group by itself."""
        edits: list[Edit] = []
        seats: list[SeatPlan] = []
        shared: list[SeatPlan] = []
        notes: list[str] = []
        for group in self._groups(model, options):
            context.progress.doing(f"group {group.name}")
            _refuse_large(group, options)
            stack = stack_of(group)
            notes += _notes(stack, group, options)
            for path, dense in group.linears.items():
                with torch.device("meta"):
                    layer = _empty_layer(dense, group, options)
                edits.append(Replace(path, layer.name, layer.sizes()))
                seats.append(_seat(path, dense, layer, stack))
            edits += _share(group, options)
            shared += _shared_plan(group, options)
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=tuple(edits),
            seats=tuple(seats),
            shared=tuple(shared),
            notes=tuple(notes),
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Factors of each group first, then what each layer is in them by least squares."""
        options: SharedTuckerOptions = options_of(plan, self.options)
        groups = self._groups(model, options)
        moments = {}
        if context.calibration is not None:
            context.progress.doing("calibration texts")
            linears = {path: m for group in groups for path, m in group.linears.items()}
            moments = second_moments(model, linears, context.calibration)
        errors = []
        for group in groups:
            context.progress.doing(f"group {group.name}")
            shared = _factors(group, options)
            for path, dense in group.linears.items():
                layer = _layer(dense, group, shared, options)
                replace_(model, path, layer)
                errors.append(layer_error(path, dense, layer, moments.get(path)))
        return tuple(errors)

    def _groups(self, model: PreTrainedModel, options: SharedTuckerOptions) -> tuple[Group, ...]:
        return groups_of(model, chosen_linears(model, options.layers, "shared", self.name))


def _refuse_large(group: Group, options: SharedTuckerOptions) -> None:
    if options.width is not None and options.width > group.width:
        raise Refused(
            f"width {options.width} was asked for the group {group.name!r}, whose matrices are cut "
            f"into pieces of {group.width} x {group.width}; ask for {group.width} or less"
        )
    if options.bank is not None and options.bank > group.pieces:
        raise Refused(
            f"a bank of {options.bank} was asked for the group {group.name!r}, which has "
            f"{group.pieces} pieces; with as many the bank is form III"
        )


def _ranks(group: Group, options: SharedTuckerOptions) -> tuple[int, int]:
    width = options.width_of(group)
    return width, width


def _seat(path: str, dense: nn.Linear, layer: CompressedLinear, stack: Stack | None) -> SeatPlan:
    before = linear_cost(dense.in_features, dense.out_features, dense.bias is not None)
    note = "" if stack is None else stack.norms_in_words(path)
    return SeatPlan(path, layer.name, before, layer.cost(), note)


def _empty_layer(dense: nn.Linear, group: Group, options: SharedTuckerOptions) -> CompressedLinear:
    widths, bias = (dense.in_features, dense.out_features), dense.bias is not None
    if options.form == "II":
        return PiecedTuckerLinear(*widths, group.width, _ranks(group, options), bias)
    factors = SharedFactors(group.width, _ranks(group, options), options.bank or 0)
    return SharedTuckerLinear(*widths, factors, bias)


def _share(group: Group, options: SharedTuckerOptions) -> list[Edit]:
    """Layers of a group have the same factors, by the name that they give them."""
    if options.form == "II" or len(group.linears) < 2:
        return []
    return [Share(tuple(f"{path}.shared" for path in group.linears))]


def _shared_plan(group: Group, options: SharedTuckerOptions) -> list[SeatPlan]:
    if options.form == "II":
        return []
    with torch.device("meta"):
        factors = SharedFactors(group.width, _ranks(group, options), options.bank or 0)
    note = f"held by {len(group.linears)} layers"
    return [SeatPlan(group.name, FACTORS, Cost(0, 0, 0), factors.cost(), note)]


def _notes(stack: Stack | None, group: Group, options: SharedTuckerOptions) -> Sequence[str]:
    """Norms and errors, where there are weights to see."""
    if stack is None:
        return []
    if options.form == "II":
        return [norms_note(stack, group)]
    modes = (options.bank, *_ranks(group, options)) if options.bank else _ranks(group, options)
    with_norms, without = stack.errors(modes, normalize=True), stack.errors(modes, normalize=False)
    asked = "with" if options.normalize else "without"
    return [
        norms_note(stack, group),
        f"group {group.name}: mean relative error of a piece {with_norms.mean:.3f} with norms "
        f"made equal, {without.mean:.3f} without; of all together {with_norms.whole:.3f} and "
        f"{without.whole:.3f}; done {asked}",
    ]


def _factors(group: Group, options: SharedTuckerOptions) -> SharedFactors | None:
    if options.form == "II":
        return None
    stack = stack_of(group)
    assert stack is not None, "weights are there when a plan is carried out"
    pieces = stack.equal() if options.normalize else stack.pieces
    if options.bank is None:
        found = shared_factors(pieces, _ranks(group, options))
        return SharedFactors.from_tensors(found.up, found.down)
    banked = banked_factors(pieces, options.bank, _ranks(group, options))
    return SharedFactors.from_tensors(banked.up, banked.down, banked.bank)


def _layer(
    dense: nn.Linear, group: Group, shared: SharedFactors | None, options: SharedTuckerOptions
) -> CompressedLinear:
    if shared is None:
        return PiecedTuckerLinear.from_dense(dense, group.width, _ranks(group, options))
    return SharedTuckerLinear.from_dense(dense, shared)


METHOD = SharedTucker()
