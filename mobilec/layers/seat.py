"""The doors of a compressed layer, and how it takes the seat of a dense one.

A seat is a path in a model. A module that stands at several paths (ALBERT's layer, an embedding
that encoder and decoder share) is one module with several seats, and is replaced at all of them.
Two modules can also share a parameter (a tied output layer): ``holders`` finds those.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import torch
from torch import nn

from mobilec.layers.cost import Cost

Sizes = Mapping[str, Any]
"""What rebuilds a layer without its weights: plain values, as JSON holds them."""


class Seated(nn.Module, ABC):
    """A module that is called as the one that it replaced. Its parameters are named as they are
    stored: they must not change once released."""

    name: ClassVar[str]
    """In the registry of layers, and in the record of a compressed checkpoint."""

    @classmethod
    @abstractmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        """The layer with weights of no meaning, to be filled from a file or trained."""

    @abstractmethod
    def sizes(self) -> dict[str, Any]:
        """What ``from_sizes`` makes this layer of again."""


class CompressedLayer(Seated):
    """In the seat of an ``nn.Linear`` or ``nn.Embedding``.

    Each class has a third door of its own, ``from_dense(dense, ...)``, which fills it from a
    trained layer.
    """

    @abstractmethod
    def to_dense(self) -> nn.Linear | nn.Embedding:
        """The plain layer that computes the same."""

    @abstractmethod
    def forms(self) -> Mapping[str, nn.Module]:
        """Ways to execute it, by name: trees of plain ``nn.Linear``, ``nn.Embedding``, activations
        and shape operations, in which all that involves neither batch nor length is computed."""

    @abstractmethod
    def cost(self) -> Cost:
        """What it costs in the form in which it is stored."""


def seats_of(model: nn.Module, module: nn.Module) -> tuple[str, ...]:
    """Every path at which ``module`` stands, in the order of the model."""
    named = model.named_modules(remove_duplicate=False)
    return tuple(path for path, held in named if held is module)


def holders(model: nn.Module, parameter: nn.Parameter) -> dict[str, nn.Module]:
    """Each module with a ``weight`` that is ``parameter``, by its first path: a tied table and the
    output layer that multiplies with it are two holders of one."""
    return {p: m for p, m in model.named_modules() if getattr(m, "weight", None) is parameter}


def replace_(model: nn.Module, path: str, replacement: nn.Module) -> tuple[str, ...]:
    """Puts ``replacement`` at every seat of the module at ``path``, and returns these seats.

    It gets the mode of what it replaces, and its dtype and device unless it is on another device
    already (``meta``, where a model is only planned).
    """
    old = model.get_submodule(path)
    seats = seats_of(model, old)
    like = next(old.parameters(), None)
    if like is not None:
        _match_(replacement, like)
    replacement.train(old.training)
    for seat in seats:
        parent, _, name = seat.rpartition(".")
        setattr(model.get_submodule(parent), name, replacement)
    return seats


def _match_(replacement: nn.Module, like: torch.Tensor) -> None:
    """Modules whose parameters are shared with others are left as they are: a cast would part
    them."""
    parameters = list(replacement.parameters())
    if all(p.dtype == like.dtype and p.device == like.device for p in parameters):
        return
    if any(p.is_meta for p in parameters):
        return
    replacement.to(dtype=like.dtype, device=like.device)
