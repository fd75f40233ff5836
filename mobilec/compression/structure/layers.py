"""Layers of a stack that stay: which, and the edits of it."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.layers import Stack
from exporters.families.registry import FAMILIES
from mobilec.compressed.edits import Config, Drop, Edit
from mobilec.compressed.step import SeatPlan
from mobilec.compression.plan.costs import layer_cost
from mobilec.layers.cost import NOTHING

Depths = dict[str, tuple[int, ...]]
"""Role of a stack to its layers that stay, in order."""


def spread(layers: int, stay: int) -> tuple[int, ...]:
    """Evenly over the depth, the last one among them: every other one of 6 is 1, 3, 5 (Fan et al.
    2020, section 3.2: those at a depth d with d = 0 mod 2 go)."""
    return tuple((at + 1) * layers // stay - 1 for at in range(stay))


def subsets(layers: int, stay: int, most: int) -> list[tuple[int, ...]]:
    """All choices of ``stay`` layers; none where they are more than ``most``."""
    if comb(layers, stay) > most:
        return []
    return list(combinations(range(layers), stay))


def refuse_bound(
    model: PreTrainedModel, stacks: Sequence[Stack], depths: Mapping[str, Any]
) -> None:
    """T5's first layer makes the bias by distance of all layers, so it cannot go."""
    bound = getattr(FAMILIES[model.config.model_type], "relative", False)
    for stack in stacks:
        if bound and stack.role in depths and 0 not in depths[stack.role]:
            raise Refused(
                f"{stack.path}.0 makes the bias by distance for all layers of its stack; let it "
                f"stay: layers {', '.join(map(str, depths[stack.role]))} were to"
            )


def depth_edits(
    model: PreTrainedModel, stacks: Sequence[Stack], depths: Mapping[str, Sequence[int]]
) -> tuple[Edit, ...]:
    """The edits by which ``depths`` stay, and what config.json says then. Of a layer that is passed
    again and again (ALBERT's) only the number changes."""
    edits: list[Edit] = []
    changes: dict[str, Any] = {}
    known = model.config.to_dict()
    for stack in stacks:
        stay = depths.get(stack.role, range(stack.layers))
        gone = [at for at in range(stack.layers) if at not in stay]
        if not gone:
            continue
        # From the last, as those behind a layer that goes move up.
        edits += [Drop(stack.paths[at]) for at in reversed(gone)] if stack.path else []
        changes |= dict.fromkeys(stack.settings, len(stay))
        for name, value in known.items():
            if isinstance(value, list) and len(value) == stack.layers and name == "layer_types":
                changes[name] = [value[at] for at in stay]
    return (*edits, *([Config(changes)] if changes else []))


def stack_seat(model: PreTrainedModel, stack: Stack, stay: Sequence[int]) -> SeatPlan:
    """Of the stack, whose layers are a seat together."""
    each = [layer_cost(model, path) for path in stack.paths]
    after = sum((each[at] for at in stay), NOTHING)
    note = f"{len(stay)} of {stack.layers} layers stay"
    return SeatPlan(stack.path, "stack", sum(each, NOTHING), after, note)
