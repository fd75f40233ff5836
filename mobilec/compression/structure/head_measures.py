"""What a model is worth on development data without a head, or with one alone in its layer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel

from mobilec.compression.method import Context
from mobilec.compression.structure.dev import Value, on_dev
from mobilec.compression.structure.heads import Gates, HeadGroup


@dataclass(frozen=True)
class HeadMeasures:
    """``whole``: with all heads. ``heads``: (heads,) by the path of a group, what the metric is
    then."""

    whole: Value
    heads: dict[str, torch.Tensor]


def without_each(
    model: PreTrainedModel, groups: Sequence[HeadGroup], context: Context
) -> HeadMeasures:
    """With one head of all masked (Michel et al. 2019, section 3.2)."""
    return _each(model, groups, context, alone=False)


def with_each_alone(
    model: PreTrainedModel, groups: Sequence[HeadGroup], context: Context
) -> HeadMeasures:
    """With all other heads of its layer masked (Michel et al. 2019, section 3.3)."""
    return _each(model, groups, context, alone=True)


def _each(
    model: PreTrainedModel, groups: Sequence[HeadGroup], context: Context, alone: bool
) -> HeadMeasures:
    gates = Gates(tuple(groups))

    def of(group: HeadGroup) -> Iterator[float]:
        for head in range(group.heads):
            context.progress.doing(f"head {head} of {group.path}")
            others = [other for other in range(group.heads) if other != head]
            gates.close_(group, others if alone else [head])
            yield on_dev(model, context, "prune-heads").value
            gates.open_(group)

    with gates.installed(model):
        whole = on_dev(model, context, "prune-heads")
        return HeadMeasures(whole, {g.path: torch.tensor([*of(g)]) for g in groups})
