"""Which linear layers a step may change."""

import re
from typing import Any, cast

from torch import nn

from exporters.errors import Refused
from mobilec.compression.recipe.rules import LEFT_ALONE, Rules
from mobilec.layers.seat import CompressedLayer, holders

_STACKED = re.compile(r"(^|\.)\d+\.")
"""A layer of a stack: attention and feed-forward of an encoder or a decoder have a number."""


def free_linears(model: nn.Module) -> dict[str, nn.Linear]:
    """Linear layers by their first path: none that is inside of a compressed layer, and none that
    is tied to a table of words, which methods for embeddings change."""
    taken = {
        id(inner)
        for module in model.modules()
        if isinstance(module, CompressedLayer)
        for inner in module.modules()
    }
    return {
        path: module
        for path, module in model.named_modules()
        if type(module) is nn.Linear
        and id(module) not in taken
        and len(holders(model, cast(nn.Parameter, module.weight))) == 1
    }


def linear_at(model: nn.Module, path: str) -> nn.Linear:
    """The dense layer of a seat that a plan names."""
    layer = model.get_submodule(path)
    assert isinstance(layer, nn.Linear), "the plan names linear layers"
    return layer


def chosen_linears(model: nn.Module, rules: Rules, default: Any, where: str) -> dict[str, Any]:
    """Path to the value of its rule, which is ``default`` where the rule has none of its own.

    Without rules: all of the stacks, with ``default``. Refuses patterns that match nothing, and a
    choice of nothing.
    """
    known = free_linears(model)
    if not rules:
        chosen = {path: default for path in known if _STACKED.search(path)}
    else:
        rules.refuse_idle(known, where)
        values = {path: rules.value(path, default) for path in known}
        chosen = {path: value for path, value in values.items() if value is not LEFT_ALONE}
    if not chosen:
        raise Refused(
            f"{where} leaves every layer alone; the linear layers are, for example, "
            f"{', '.join(list(known)[:3]) or 'none: all are compressed already'}"
        )
    return chosen
