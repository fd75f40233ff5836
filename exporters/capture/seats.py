"""Gives modules of a network other modules in their seats, without touching the network."""

import copy
from collections.abc import Callable
from typing import TypeVar, cast

from torch import nn

Root = TypeVar("Root", bound=nn.Module)
Choose = Callable[[str, nn.Module], nn.Module | None]


def reseated(root: Root, choose: Choose) -> Root:
    """A copy of ``root`` in which ``choose(path, module)`` has replaced what it wanted to.

    ``choose`` gets each module once, under its first path, and returns a replacement or None to
    keep it (its children are asked next). Parameters and buffers are shared with ``root``, and a
    module that stands at several paths is one module in the copy too.
    """
    seen: dict[int, nn.Module] = {}

    def visit(path: str, module: nn.Module) -> nn.Module:
        if id(module) not in seen:
            seen[id(module)] = choose(path, module) or _shallow(path, module)
        return seen[id(module)]

    def _shallow(path: str, module: nn.Module) -> nn.Module:
        twin = copy.copy(module)
        twin.__dict__["_parameters"] = dict(module._parameters)
        twin.__dict__["_buffers"] = dict(module._buffers)
        twin.__dict__["_modules"] = {
            name: child if child is None else visit(f"{path}.{name}" if path else name, child)
            for name, child in module._modules.items()
        }
        return twin

    return cast(Root, visit("", root))
