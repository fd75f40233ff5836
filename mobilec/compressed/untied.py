"""Output layers with a matrix of their own although their configuration ties them to the table.

transformers 5 ties every T5 by its configuration, and parts the two when a file holds both, as
those of T5 v1.1 and mT5 do. A structure that is rebuilt before it is filled must be told.
"""

from collections.abc import Iterable

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused


def untied(model: PreTrainedModel) -> tuple[str, ...]:
    """Paths of the outputs of a dense model that only its configuration ties."""
    with torch.device("meta"):
        plain = type(model)(model.config)
    own = set(_tied(model))
    return tuple(path for path in _tied(plain) if path not in own)


def untie_(model: PreTrainedModel, paths: Iterable[str]) -> None:
    """Gives the outputs at ``paths`` matrices of their own, with weights of no meaning."""
    known = dict(model.named_modules())
    for path in paths:
        output = known.get(path)
        if not isinstance(output, nn.Linear):
            raise Refused(f"{path} is no output layer of a {type(model).__name__}")
        output.weight = nn.Parameter(torch.empty_like(output.weight))


def _tied(model: nn.Module) -> list[str]:
    """Paths of the linears whose weight is a table's."""
    tables = {id(m.weight) for m in model.modules() if isinstance(m, nn.Embedding)}
    named = model.named_modules()
    return [path for path, m in named if isinstance(m, nn.Linear) and id(m.weight) in tables]
