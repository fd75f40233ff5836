"""What a method of a .pte takes: arrays by name, checked, as the tensors that the runtime wants."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch

from exporters.backend import Arrays
from exporters.errors import Refused
from exporters.executorch.lookup import Lookup
from exporters.handed import Handed


@dataclass(frozen=True)
class _Shared:
    """An array of the caller and the tensor on its memory."""

    array: np.ndarray
    shape: tuple[int, ...]
    dtype: np.dtype
    tensor: torch.Tensor

    def is_of(self, array: np.ndarray) -> bool:
        return self.array is array and self.shape == array.shape and self.dtype == array.dtype


class Arguments:
    """The inputs of one method, as the file's own document describes them.

    A decoder hands in the same cache at every step, a dozen arrays in which a few rows are new.
    What was checked once and shares its memory with a tensor is not looked at again: of the 0.10
    ms that Marian's 27 inputs took a step 0.02 are left.

    ``lookups``: ids that the caller hands in, to the input that takes their rows, and the table.
    """

    def __init__(
        self, method: str, specs: list[dict], lookups: Mapping[str, tuple[str, Lookup]]
    ) -> None:
        self._method, self._lookups = method, lookups
        self._specs = {spec["name"]: spec for spec in specs}
        self._shared: dict[str, _Shared] = {}
        self._last: tuple[Handed, list[torch.Tensor]] | None = None

    def of(self, inputs: Arrays) -> list[torch.Tensor]:
        """In the order of the method; refuses names and shapes that are not allowed."""
        if self._last and self._last[0].again(inputs):
            # Rows of as many ids lie where they lay.
            for ids, (_, lookup) in self._lookups.items():
                lookup.rows(inputs[ids])
            return self._last[1]
        arrays = self._with_rows(inputs)
        if arrays.keys() != self._specs.keys():
            raise Refused(f"{self._method} takes {self._wanted()}, not {', '.join(inputs)}")
        tensors = [self._tensor(arrays[name], spec) for name, spec in self._specs.items()]
        lasting = (
            self._shared.keys() == self._specs.keys() and self._lookups.keys() <= inputs.keys()
        )
        self._last = (Handed.of(inputs), tensors) if lasting else None
        return tensors

    def _with_rows(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """The inputs with rows in place of the ids that stand for them."""
        arrays = dict(inputs)
        for ids, (rows, lookup) in self._lookups.items():
            if ids in arrays:
                arrays[rows] = lookup.rows(arrays.pop(ids))
        return arrays

    def _wanted(self) -> str:
        ids = {rows: name for name, (rows, _) in self._lookups.items()}
        return ", ".join(ids.get(name, name) for name in self._specs)

    def _tensor(self, array: np.ndarray, spec: dict) -> torch.Tensor:
        shared = self._shared.pop(spec["name"], None)
        if shared is None or not shared.is_of(array):
            _refuse_shape(array, spec)
            if not array.flags.c_contiguous or array.dtype != spec["dtype"]:
                copied = torch.from_numpy(np.ascontiguousarray(array))
                return copied.to(getattr(torch, spec["dtype"]))
            shared = _Shared(array, array.shape, array.dtype, torch.from_numpy(array))
        self._shared[spec["name"]] = shared
        return shared.tensor


def _refuse_shape(array: np.ndarray, spec: dict) -> None:
    bounds = [(s, s) if isinstance(s, int) else (s["minimum"], s["maximum"]) for s in spec["shape"]]
    fits = len(bounds) == array.ndim and all(
        low <= size <= high for (low, high), size in zip(bounds, array.shape, strict=True)
    )
    if not fits:
        allowed = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in bounds)
        raise Refused(f"{spec['name']} has the shape {array.shape}; allowed is ({allowed})")
