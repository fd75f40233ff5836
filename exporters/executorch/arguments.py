"""What a method of a .pte takes: arrays by name, checked, as the tensors that the runtime wants."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch

from exporters.backend import Arrays
from exporters.errors import Refused
from exporters.executorch.lookup import Lookup


@dataclass(frozen=True)
class Lasting:
    """The tensors of a call that is made again and again, on the memory of the caller's arrays.

    ``rows``: ids, and where the rows that they stand for are written before each call.
    """

    tensors: list[torch.Tensor]
    rows: tuple[tuple[Lookup, np.ndarray, np.ndarray], ...]

    def written(self) -> list[torch.Tensor]:
        """The same tensors, with the rows of what the ids are now."""
        for lookup, ids, found in self.rows:
            lookup.write_(found, ids)
        return self.tensors


class _Input:
    """One input, from its entry in the file's own document."""

    def __init__(self, spec: dict) -> None:
        self._name = spec["name"]
        sizes = (
            (s, s) if isinstance(s, int) else (s["minimum"], s["maximum"]) for s in spec["shape"]
        )
        self._bounds = tuple(sizes)
        self._fixed = tuple(low for low, _ in self._bounds)
        self._dtype, self._converted = np.dtype(spec["dtype"]), getattr(torch, spec["dtype"])

    def takes(self, array: np.ndarray) -> bool:
        """Whether the runtime can read the array where it lies."""
        return array.dtype == self._dtype and array.flags.c_contiguous

    def tensor(self, array: np.ndarray) -> torch.Tensor:
        """On the array's memory where it can be read there; refuses a shape."""
        if array.shape != self._fixed and not self._fits(array.shape):
            raise Refused(f"{self._name} has the shape {array.shape}; allowed is ({self._words()})")
        if self.takes(array):
            return torch.from_numpy(array)
        return torch.from_numpy(np.ascontiguousarray(array)).to(self._converted)

    def _fits(self, shape: tuple[int, ...]) -> bool:
        return len(shape) == len(self._bounds) and all(
            low <= size <= high for (low, high), size in zip(self._bounds, shape, strict=True)
        )

    def _words(self) -> str:
        return ", ".join(
            str(low) if low == high else f"{low} to {high}" for low, high in self._bounds
        )


class Arguments:
    """The inputs of one method, as the file's own document describes them.

    ``lookups``: ids that the caller hands in, to the input that takes their rows, and the table.
    """

    def __init__(
        self, method: str, specs: list[dict], lookups: Mapping[str, tuple[str, Lookup]]
    ) -> None:
        self._method, self._lookups = method, lookups
        self._inputs = {spec["name"]: _Input(spec) for spec in specs}

    def of(self, inputs: Arrays) -> list[torch.Tensor]:
        """In the order of the method; refuses names and shapes that are not allowed."""
        return self._tensors(self._with_rows(inputs), inputs)

    def lasting(self, inputs: Arrays) -> Lasting | None:
        """The same for many calls; None where an array cannot be handed over as it is, but only
        as a copy, which would not follow what the caller writes into it."""
        arrays = self._with_rows(inputs)
        tensors = self._tensors(arrays, inputs)
        if not all(each.takes(arrays[name]) for name, each in self._inputs.items()):
            return None
        looked_up = ((ids, *found) for ids, found in self._lookups.items() if ids in inputs)
        rows = tuple((lookup, inputs[ids], arrays[name]) for ids, name, lookup in looked_up)
        return Lasting(tensors, rows)

    def _tensors(self, arrays: Arrays, inputs: Arrays) -> list[torch.Tensor]:
        if arrays.keys() != self._inputs.keys():
            raise Refused(f"{self._method} takes {self._wanted()}, not {', '.join(inputs)}")
        return [each.tensor(arrays[name]) for name, each in self._inputs.items()]

    def _with_rows(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """The inputs with rows in place of the ids that stand for them."""
        arrays = dict(inputs)
        for ids, (rows, lookup) in self._lookups.items():
            if ids in arrays:
                arrays[rows] = lookup.rows(arrays.pop(ids))
        return arrays

    def _wanted(self) -> str:
        ids = {rows: name for name, (rows, _) in self._lookups.items()}
        return ", ".join(ids.get(name, name) for name in self._inputs)
