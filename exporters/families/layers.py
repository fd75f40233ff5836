"""Where the layers of a model are that a text passes in turn, and their feed-forward networks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families.attention import ENCODER, Part

DECODER = "decoder"
"""The other role of a stack."""


@dataclass(frozen=True)
class StackNames:
    """``at``: how the path of a list of layers ends; empty for one layer that is passed again and
    again. ``settings``: of config.json, all that count its layers where they are there."""

    at: str
    settings: tuple[str, ...] = ("num_hidden_layers",)
    role: str = ENCODER


@dataclass(frozen=True)
class Stack:
    """``layers`` layers, each in the list at ``path``; at none where they are one, passed so often.

    ``settings``: those of config.json that count them, of ``StackNames`` the ones that it has.
    """

    role: str
    path: str
    layers: int
    settings: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Of each layer. None where it is one."""
        return tuple(f"{self.path}.{at}" for at in range(self.layers)) if self.path else ()


@dataclass(frozen=True)
class ForwardNames:
    """What a family calls the layers of a feed-forward network, by paths below that of the module
    that has them. ``made``: those whose rows are its neurons, of which the first reaches the
    activation; one that is twice there has the gate behind them. ``output``: reads the neurons."""

    made: tuple[str, ...]
    output: str


@dataclass(frozen=True)
class FeedForward:
    """One feed-forward network of ``neurons`` neurons. ``path``: the module that has its layers.

    ``made``: the layers whose rows are neurons, ``output``: the path of the one whose columns are.
    """

    path: str
    neurons: int
    made: tuple[Part, ...]
    output: str

    def rows(self, neurons: Sequence[int]) -> dict[str, list[int]]:
        """Path of each layer that makes neurons, to its rows of ``neurons``."""
        found: dict[str, list[int]] = {}
        for part in self.made:
            rows = (part.place * self.neurons + neuron for neuron in neurons)
            found.setdefault(part.path, []).extend(rows)
        return found


def stacked(model: PreTrainedModel, names: Sequence[StackNames]) -> tuple[Stack, ...]:
    """The stacks of a model, in the order of ``names``."""
    return tuple(_stack(model, each) for each in names)


def _stack(model: PreTrainedModel, names: StackNames) -> Stack:
    known = model.config.to_dict()
    settings = tuple(name for name in names.settings if name in known)
    if not names.at:
        return Stack(names.role, "", cast(int, getattr(model.config, settings[0])), settings)
    for path, module in model.named_modules():
        if isinstance(module, nn.ModuleList) and f".{path}".endswith(names.at):
            return Stack(names.role, path, len(module), settings)
    raise Refused(
        f"{type(model).__name__} has no list of layers at *{names.at} where its family has one; "
        "see exporters/families"
    )


def feeding(model: PreTrainedModel, names: Sequence[ForwardNames]) -> tuple[FeedForward, ...]:
    """All feed-forward networks of these kinds, in the order of the layers."""
    modules: dict[str, Any] = dict(model.named_modules(remove_duplicate=False))
    found = []
    for path in modules:
        for kind in names:
            below = [f"{path}.{name}" for name in (*kind.made, kind.output)]
            if all(each in modules for each in below):
                found.append(_feed_forward(modules, path, kind))
                break
    return tuple(found)


def _feed_forward(modules: dict[str, Any], path: str, names: ForwardNames) -> FeedForward:
    twice = len(names.made) > 1 and len(set(names.made)) == 1
    made = tuple(
        Part(f"{path}.{name}", place, len(names.made)) if twice else Part(f"{path}.{name}")
        for place, name in enumerate(names.made)
    )
    neurons = modules[made[0].path].out_features // made[0].of
    return FeedForward(path, neurons, made, f"{path}.{names.output}")


def unstacked(model: PreTrainedModel) -> tuple[Stack, ...]:
    """Of a family that nobody gave a map."""
    raise Refused(_unknown(model, "layers"))


def unfed(model: PreTrainedModel) -> tuple[FeedForward, ...]:
    """Of a family that nobody gave a map."""
    raise Refused(_unknown(model, "feed-forward networks"))


def _unknown(model: PreTrainedModel, what: str) -> str:
    return (
        f"where the {what} of a {model.config.model_type!r} model are is not known: its family "
        "has no map of them"
    )
