"""Layers that become one: which belong together, and what of them has one place in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER, OWN
from exporters.families.layers import Stack
from exporters.families.registry import attentions_of, feed_forwards_of
from mobilec.layers.seat import CompressedLayer

ATTENTION, FEED_FORWARD, OTHER, NORM = "attention", "feed-forward", "other", "norm"
"""Kinds of what a layer has."""


@dataclass(frozen=True)
class Place:
    """Something with parameters that each layer has. ``name``: the same in layers that are alike,
    also of an encoder and a decoder."""

    kind: str
    name: str


Layer = Mapping[Place, str]
"""What a layer has, to the path of it."""


def layers_of(model: PreTrainedModel, stack: Stack) -> list[Layer]:
    """Each layer of a stack. Refused: one layer that is passed again and again."""
    if not stack.path:
        raise Refused(
            f"the {stack.layers} layers of this {model.config.model_type} are one layer already"
        )
    known = _known(model)
    modules = dict(model.named_modules(remove_duplicate=False))
    return [_layer(modules, path, known) for path in stack.paths]


def grouped(layers: int, every: int | None, cycle: int | None, where: str) -> list[list[int]]:
    """Layers that become one: ``every`` so many neighbours, those that a ``cycle`` of so many comes
    back to, or all. Refused: what does not divide them."""
    for name, size in (("every", every), ("cycle", cycle)):
        if size is not None and (size < 1 or layers % size or size > layers):
            raise Refused(f"{name} is {size}, which does not divide the {layers} layers of {where}")
    if every is not None:
        return [list(range(at, at + every)) for at in range(0, layers, every)]
    if cycle is not None:
        return [list(range(at, layers, cycle)) for at in range(cycle)]
    return [list(range(layers))]


def common(layers: Sequence[Layer], kinds: Sequence[str]) -> list[tuple[str, ...]]:
    """Paths of each place of these kinds that all ``layers`` have."""
    places = [place for place in layers[0] if place.kind in kinds]
    return [
        tuple(layer[place] for layer in layers)
        for place in places
        if all(place in layer for layer in layers)
    ]


def _known(model: PreTrainedModel) -> dict[str, Place]:
    """Path of each layer of an attention or a feed-forward network to its place."""
    found: dict[str, Place] = {}
    for at in attentions_of(model):
        # What a decoder attends to itself by is what an encoder does.
        role = ENCODER if at.role == OWN else at.role
        parts = {"query": at.query.path, "key": at.key.path, "value": at.value.path}
        parts["output"] = at.output
        parts |= {f"other-{number}": part.path for number, part in enumerate(at.others)}
        for name, path in parts.items():
            found.setdefault(path, Place(ATTENTION, f"{role}.{name}"))
    for each in feed_forwards_of(model):
        for number, path in enumerate([*dict.fromkeys(p.path for p in each.made), each.output]):
            found[path] = Place(FEED_FORWARD, f"{number}")
    return found


def _layer(modules: Mapping[str, nn.Module], path: str, known: Mapping[str, Place]) -> Layer:
    found: dict[Place, str] = {}
    for name, module in modules.items():
        if not name.startswith(f"{path}."):
            continue
        own = [parameter for parameter in module.parameters(recurse=False)]
        if isinstance(module, CompressedLayer):
            raise Refused(
                f"{name} is a {module.name} layer by now; put share-layers before the step that "
                "made it one"
            )
        if not own:
            continue
        rest = name.removeprefix(f"{path}.")
        place = known.get(name) or Place(NORM if max(p.dim() for p in own) < 2 else OTHER, rest)
        if place in found:  # several feed-forward networks in a layer (MobileBERT's)
            place = Place(place.kind, f"{place.name} {rest}")
        found[place] = name
    return found
