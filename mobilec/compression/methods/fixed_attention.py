"""fixed-attention: heads of an encoder that look by place instead of asking.

The paper's seven patterns for eight heads, and one head that still learns where to look (7F + 1L),
or an eighth pattern for it (8F); their equations stand in ``mobilec/layers/patterns.py``. A fixed
head has no query and no key, so their rows go, and nothing is multiplied for its weights; value and
output stay as they were. The model has to learn again what these heads said: ``finetune`` comes
next.

(Raganato, Scherrer and Tiedemann, Fixed Encoder Self-Attention Patterns in Transformer-Based
Machine Translation, Findings of EMNLP 2020.)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER, Attends, AttentionMap
from exporters.families.registry import attends_of, attentions_of
from mobilec.compressed.edits import Edit, Replace, Share
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import LEFT_ALONE, Rules, nearest
from mobilec.compression.structure.cut import (
    Kept,
    costs,
    cut_,
    narrowing,
    once,
    refuse_compressed,
)
from mobilec.layers.cost import NOTHING
from mobilec.layers.fixed_attention import Fixed, FixedAttention
from mobilec.layers.patterns import PATTERNS

_SEVEN = 7
"""Patterns beside which the paper has a head that learns."""
_OTHERS = "a decoder does not know what follows, so its heads stay learnt"


@dataclass(frozen=True)
class FixedAttentionOptions:
    """``patterns``: of the first heads, one each: current, previous, next, left-context,
    right-context, end, start, last. Without them the first seven of these, or all where no head is
    to learn, as far as there are heads. ``learnt``: so many heads learn then in any case.
    ``layers``: patterns of paths of attentions, each with a list of its own, {} for the step's or
    null for one that is left alone; without them all of the encoder.
    """

    patterns: tuple[str, ...] = ()
    learnt: int = 1
    layers: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        if self.learnt < 0:
            raise Refused(f"learnt is {self.learnt}; give 0 or more")
        _refuse_unknown(self.patterns, "patterns")
        for path, asked in self.layers.entries:
            if asked is not LEFT_ALONE and asked != {}:
                _refuse_unknown(asked, f"layers: {path}")

    def of(self, at: AttentionMap) -> tuple[str, ...]:
        """The patterns of an attention; none for one that is left alone."""
        known = tuple(PATTERNS)[: _SEVEN if self.learnt else None]
        usual = self.patterns or known[: max(0, at.heads - self.learnt)]
        if not self.layers:
            return usual
        asked = self.layers.value(at.path, usual)
        return () if asked is LEFT_ALONE else tuple(asked)


def _refuse_unknown(asked: Any, where: str) -> None:
    if not isinstance(asked, list | tuple):
        raise Refused(f"{where} is {asked!r}; give a list of {', '.join(PATTERNS)}")
    for name in asked:
        if name not in PATTERNS:
            near = ", ".join(nearest(str(name), PATTERNS))
            raise Refused(f"{where} has no pattern {name!r}; did you mean {near}?")


class FixedAttentionMethod:
    """See ``mobilec.compression.method.Method``."""

    options = FixedAttentionOptions
    name = FixedAttention.name

    def reads(self, options: FixedAttentionOptions) -> bool:  # noqa: ARG002
        """The sizes are enough."""
        return False

    def plan(
        self,
        model: PreTrainedModel,
        options: FixedAttentionOptions,
        context: Context,  # noqa: ARG002
    ) -> StepPlan:
        """Which heads of which attentions become which patterns."""
        attends = _attends(model)
        chosen = _chosen(model, options)
        cuts = _cuts(model, chosen)
        paths = {path for at in chosen for path in (at.query.path, at.key.path)}
        refuse_compressed(model, sorted(paths), self.name)
        fixed = {at.path: _fixed(at, names, attends) for at, names in chosen.items()}
        edits: list[Edit] = list(narrowing(cuts))
        for path, each in fixed.items():
            edits.append(Replace(path, self.name, FixedAttention(each).sizes()))
        if len(fixed) > 1:
            edits.append(Share(tuple(f"{path}.patterns" for path in fixed)))
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=tuple(edits),
            seats=tuple(_seat(model, at, names) for at, names in chosen.items()),
        )

    def apply_(
        self,
        model: PreTrainedModel,
        plan: StepPlan,
        context: Context,  # noqa: ARG002
    ) -> tuple[LayerError, ...]:
        """Of heads that look elsewhere nothing is near what it was: no layer has an error."""
        chosen = _chosen(model, options_of(plan, self.options))
        cut_(model, plan.edits, _cuts(model, chosen))
        return ()


METHOD = FixedAttentionMethod()


def _attends(model: PreTrainedModel) -> Attends:
    """Refused: a family whose attention does more than a pattern can stand for."""
    found = attends_of(model)
    if isinstance(found, str):
        raise Refused(
            f"the attention of a {model.config.model_type!r} model cannot be given fixed heads: "
            f"{found}"
        )
    return found


def _chosen(
    model: PreTrainedModel, options: FixedAttentionOptions
) -> dict[AttentionMap, tuple[str, ...]]:
    """Attentions of the encoder, each module once, with the patterns of their first heads."""
    encoder = _encoder(model, options)
    found: dict[AttentionMap, tuple[str, ...]] = {}
    seen: set[int] = set()
    for at in encoder:
        names, module = options.of(at), id(model.get_submodule(at.path))
        if names and module not in seen:
            seen.add(module)
            _refuse_more(at, names)
            found[at] = names
    if not found:
        raise Refused("no head is to be fixed; name patterns, or leave fewer heads learnt")
    _refuse_parted(model, found)
    return found


def _encoder(model: PreTrainedModel, options: FixedAttentionOptions) -> tuple[AttentionMap, ...]:
    every = attentions_of(model)
    encoder = tuple(at for at in every if at.role == ENCODER)
    paths = [at.path for at in encoder]
    others = [at.path for at in every if at.role != ENCODER]
    for entry in options.layers.entries:
        rule = Rules((entry,))
        if any(rule.value(path, True) for path in others) and not any(
            rule.value(path, True) for path in paths
        ):
            raise Refused(f"layers: {entry[0]!r} names attentions of a decoder; {_OTHERS}")
    options.layers.refuse_idle(paths, "layers")
    return encoder


def _refuse_more(at: AttentionMap, names: tuple[str, ...]) -> None:
    if at.fixed:
        raise Refused(f"{at.path} has {at.fixed} fixed heads by now; give all of them in one step")
    if len(names) > at.heads:
        raise Refused(
            f"{len(names)} patterns were asked for, and {at.path} has {at.heads} heads, one each"
        )


def _refuse_parted(model: PreTrainedModel, chosen: Mapping[AttentionMap, tuple[str, ...]]) -> None:
    """Attentions that share their query have as many heads that ask."""
    counts: dict[int, int] = {}
    for at in attentions_of(model):
        many = len(chosen.get(at, ()))
        if counts.setdefault(id(model.get_submodule(at.query.path)), many) != many:
            raise Refused(
                f"{at.path} shares its query with another attention; give both as many patterns"
            )


def _kept(at: AttentionMap, names: tuple[str, ...]) -> Kept:
    return Kept(outputs=tuple(range(len(names) * at.width, at.heads * at.width)))


def _cuts(
    model: PreTrainedModel, chosen: Mapping[AttentionMap, tuple[str, ...]]
) -> dict[str, Kept]:
    """Rows of query and key that stay; where none do, the two are left out with their attention."""
    rows = {
        part.path: _kept(at, names)
        for at, names in chosen.items()
        if len(names) < at.heads
        for part in (at.query, at.key)
    }
    return once(model, rows)


def _fixed(at: AttentionMap, names: tuple[str, ...], attends: Attends) -> Fixed:
    query, key, value = (
        part.path.removeprefix(f"{at.path}.") for part in (at.query, at.key, at.value)
    )
    return Fixed(
        names, at.heads, at.width, query, key, value, after=attends.after, norm=attends.norm
    )


def _seat(model: PreTrainedModel, at: AttentionMap, names: tuple[str, ...]) -> SeatPlan:
    """Of query and key."""
    before = after = NOTHING
    for module in _asking(model, at):
        was, becomes = costs(module, _kept(at, names))
        before = before + was
        after = after + (becomes if len(names) < at.heads else NOTHING)
    learnt = at.heads - len(names)
    return SeatPlan(
        at.path, FixedAttention.name, before, after, f"{', '.join(names)}; {learnt} learnt"
    )


def _asking(model: PreTrainedModel, at: AttentionMap) -> Iterator[Any]:
    yield from {
        id(m): m for m in (model.get_submodule(p.path) for p in (at.query, at.key))
    }.values()
