"""The tensors of a model, each once: what is tied is stored under its first name alone."""

import hashlib
from collections.abc import Mapping

import torch
from torch import nn

from exporters.errors import Refused


def stored_once(model: nn.Module) -> dict[str, torch.Tensor]:
    """Parameters and buffers by name. A tensor that stands at several names is at its first."""
    first = {id(names[0][1]): names[0] for names in _groups(model)}
    return {name: tensor.detach() for name, tensor in first.values()}


def hashed(model: nn.Module) -> "hashlib._Hash":
    """A sha256 of all tensors by their names, to which more may be added."""
    seen = hashlib.sha256()
    for name, tensor in stored_once(model).items():
        seen.update(name.encode())
        seen.update(tensor.cpu().contiguous().numpy().tobytes())
    return seen


def fill_(model: nn.Module, tensors: Mapping[str, torch.Tensor], source: str) -> None:
    """Copies ``tensors`` into ``model``; each of its own must be there under one of its names.

    Refused, all in one message: what is absent, what has no place, what has another shape.
    """
    groups = _groups(model)
    known = {name: tensor for group in groups for name, tensor in group}
    absent = [group[0][0] for group in groups if not any(name in tensors for name, _ in group)]
    unknown = [name for name in tensors if name not in known]
    shapes = [
        f"{name} is {tuple(tensors[name].shape)} where {tuple(known[name].shape)} belongs"
        for name in known
        if name in tensors and tensors[name].shape != known[name].shape
    ]
    parts = [
        *([f"absent: {', '.join(absent)}"] if absent else []),
        *([f"without a place: {', '.join(unknown)}"] if unknown else []),
        *shapes,
    ]
    if parts:
        raise Refused(f"the weights of {source} are not those of its record; {'; '.join(parts)}")
    with torch.no_grad():
        for name, tensor in tensors.items():
            known[name].copy_(tensor)


def _groups(model: nn.Module) -> list[list[tuple[str, torch.Tensor]]]:
    """Names with their tensor, those of one tensor together, in the order of the model."""
    groups: dict[int, list[tuple[str, torch.Tensor]]] = {}
    for name, tensor in model.state_dict(keep_vars=True).items():
        groups.setdefault(id(tensor), []).append((name, tensor))
    return list(groups.values())
