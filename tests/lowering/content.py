"""The content of a program as bytes: equal bytes, equal programs, in any process.

Pickle walks whatever a program consists of. What it would write otherwise in each process is
written here by its content: tensors, sets, and the configurations of transformers, which carry
the folder that they were read from. What cannot be pickled (a function made inside a test) has no
content: ``Unknown`` is raised, and nobody takes such a program for another.
"""

import hashlib
import io
import pickle
from types import FunctionType
from typing import Any

import torch
from torch import nn
from torch.nn.utils.parametrize import is_parametrized
from transformers import GenerationConfig, PretrainedConfig


class Unknown(Exception):
    """Something in a program cannot be told from its like."""


def content_of(*objects: object) -> tuple[str, frozenset[str]]:
    """sha256 of the objects, and the names of the modules whose classes and functions they use."""
    stream = io.BytesIO()
    pickler = _Content(stream)
    try:
        pickler.dump(objects)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as broken:
        raise Unknown(str(broken)) from broken
    return hashlib.sha256(stream.getvalue()).hexdigest(), frozenset(pickler.modules)


class _Content(pickle._Pickler):
    """The pickler that is written in Python: of the other one sets cannot be taken over."""

    dispatch = dict(pickle._Pickler.dispatch)

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, protocol=4)
        self.modules: set[str] = set()
        self._storages: dict[int, int] = {}

    def memoize(self, obj: object) -> None:
        """Whether two equal texts are one object is chance, so it is not written."""
        if not isinstance(obj, str | bytes):
            super().memoize(obj)

    def save_global(self, obj: Any, name: str | None = None) -> None:
        module = getattr(obj, "__module__", None)
        if isinstance(module, str):
            self.modules.add(module)
        super().save_global(obj, name)

    # The base class has its own method in its table.
    dispatch[FunctionType] = save_global

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, set | frozenset):
            return _Set, (type(obj).__name__, sorted(obj, key=repr))
        if isinstance(obj, torch.Tensor):
            return _Tensor, self._described(obj)
        if isinstance(obj, PretrainedConfig):
            return _Config, (type(obj), self._settings(obj))
        if isinstance(obj, GenerationConfig):
            return _Config, (type(obj),)  # how to search, which no program reads
        if isinstance(obj, nn.Module):
            return _Module, _kind(obj), _without_anecdotes(obj.__dict__)
        return NotImplemented

    def _described(self, tensor: torch.Tensor) -> tuple[Any, ...]:
        """Its kind, values and place: views of one memory are told from copies."""
        memory = self._storages.setdefault(tensor.untyped_storage().data_ptr(), len(self._storages))
        values = tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8)
        digest = hashlib.sha256(values.numpy().tobytes()).hexdigest()
        place = (memory, tensor.storage_offset(), tuple(tensor.stride()))
        return type(tensor), str(tensor.dtype), tuple(tensor.shape), place, digest

    @staticmethod
    def _settings(config: PretrainedConfig) -> str:
        settings = config.to_dict() | {"attention": config._attn_implementation}
        return repr(sorted(_without_anecdotes(settings).items()))


def _without_anecdotes(attributes: dict[str, Any]) -> dict[str, Any]:
    """All but what a checkpoint says of itself, and no program reads."""
    return {name: value for name, value in attributes.items() if name not in _ANECDOTES}


_ANECDOTES = (
    *("name_or_path", "_name_or_path", "transformers_version", "architectures"),
    *("dtype", "id2label", "label2id", "_weight_conversions", "_use_kernels"),
)
"""Where it was read from, who wrote it; in what its tensors are, and how labels are called."""


def _kind(module: nn.Module) -> tuple[object, ...]:
    """Its class; torch makes one on the spot for a layer whose weight is computed."""
    own = type(module)
    return (own.__name__, own.__mro__[1]) if is_parametrized(module) else (own,)


class _Set:
    """Stands for a set in what is hashed; nothing is ever read back."""


class _Tensor:
    """Stands for a tensor."""


class _Module:
    """Stands for a module: its class and all its attributes."""


class _Config:
    """Stands for a configuration of transformers."""
