"""What a method of a .pte takes: arrays by name, checked, as the tensors that the runtime wants."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch

from exporters.errors import Refused
from exporters.executorch.lookup import RowLookup
from exporters.runtime import Arrays


@dataclass(frozen=True)
class Lasting:
    """The tensors of a call that is made again and again, on the memory of the caller's arrays.

    ``write_rows``: each puts the rows of some ids where the call reads them.
    """

    tensors: list[torch.Tensor]
    write_rows: list[Callable[[], None]]

    def written(self) -> list[torch.Tensor]:
        """The same tensors, with the rows of what the ids are now."""
        for write_ in self.write_rows:
            write_()
        return self.tensors


@dataclass(slots=True)
class _Kept:
    """An array that was handed over, as the input ``name``. ``stays``: not as a copy."""

    array: np.ndarray
    name: str
    tensor: torch.Tensor
    stays: bool
    write: Callable[[], None] | None = None


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

    def zeros(self, largest: bool) -> torch.Tensor:
        """Of its largest shape, or of its least."""
        return torch.zeros([sizes[largest] for sizes in self._bounds], dtype=self._converted)

    def _fits(self, shape: tuple[int, ...]) -> bool:
        if len(shape) != len(self._bounds):
            return False
        for (low, high), size in zip(self._bounds, shape, strict=True):
            if not low <= size <= high:
                return False
        return True

    def _words(self) -> str:
        return ", ".join(
            str(low) if low == high else f"{low} to {high}" for low, high in self._bounds
        )


class Arguments:
    """The inputs of one method, as the file's own document describes them.

    ``lookups``: ids that the caller hands in, to the input that takes their rows, and the table.
    """

    def __init__(
        self, method: str, specs: list[dict], lookups: Mapping[str, tuple[str, RowLookup]]
    ) -> None:
        self._method, self._lookups = method, lookups
        self._inputs = {spec["name"]: _Input(spec) for spec in specs}
        ids = {rows: name for name, (rows, _) in lookups.items()}
        # What callers hand in, who may also give rows themselves.
        self._usual = dict.fromkeys(ids.get(name, name) for name in self._inputs)
        self._kept: dict[str, _Kept] = {}

    def of(self, inputs: Arrays) -> list[torch.Tensor]:
        """In the order of the method; refuses names and shapes that are not allowed."""
        self._refuse_names(inputs)
        arrays = self._with_rows(inputs)
        return [each.tensor(arrays[name]) for name, each in self._inputs.items()]

    def zeros(self, largest: bool) -> list[torch.Tensor]:
        """What the method takes, each of its largest shape or of its least."""
        return [each.zeros(largest) for each in self._inputs.values()]

    def lasting(self, inputs: Arrays) -> Lasting | None:
        """The same for many calls; None where an array cannot be handed over as it is, but only
        as a copy, which would not follow what the caller writes into it.

        What was handed over for the last such call is not looked at again: of a decoder that is
        all but the source (benchmarks/README.md, "repeated calls").
        """
        self._refuse_names(inputs)
        self._kept = {name: self._lasting_input(name, array) for name, array in inputs.items()}
        if not all(kept.stays for kept in self._kept.values()):
            return None
        by_name = {kept.name: kept for kept in self._kept.values()}
        if by_name.keys() != self._inputs.keys():
            return None  # ids that the method reads beside their rows
        kept = [by_name[name] for name in self._inputs]
        return Lasting([each.tensor for each in kept], [k.write for k in kept if k.write])

    def _lasting_input(self, name: str, array: np.ndarray) -> "_Kept":
        before = self._kept.get(name)
        if before and before.array is array:
            return before
        if name not in self._lookups:
            given = self._inputs[name]
            return _Kept(array, name, given.tensor(array), given.takes(array))
        rows, lookup = self._lookups[name]
        found = lookup.rows(array)
        tensor = self._inputs[rows].tensor(found)
        return _Kept(array, rows, tensor, stays=True, write=lookup.writer(found, array))

    def _refuse_names(self, inputs: Arrays) -> None:
        if inputs.keys() == self._usual.keys():
            return
        names = {self._lookups[name][0] if name in self._lookups else name for name in inputs}
        if names != self._inputs.keys():
            raise Refused(f"{self._method} takes {', '.join(self._usual)}, not {', '.join(inputs)}")

    def _with_rows(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """The inputs with rows in place of the ids that stand for them."""
        arrays = dict(inputs)
        for ids, (rows, lookup) in self._lookups.items():
            if ids in arrays:
                arrays[rows] = lookup.rows(arrays[ids])
                if ids not in self._inputs:
                    del arrays[ids]
        return arrays
