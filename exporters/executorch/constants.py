"""Every constant of a .pte as its kernels and its delegates read it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeGuard

import numpy as np
import torch
from executorch.exir import schema

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.executorch import interface
from exporters.executorch.contents import (
    Contents,
    Delegated,
    Kernel,
    Plan,
    dtype_name,
    take_apart,
)
from exporters.executorch.forms import HALF_EPS
from exporters.executorch.handed_rows import handed_in
from exporters.executorch.xnnpack_graph import Node, Value, live
from exporters.precision.int8 import LARGEST
from exporters.quiet import quiet

_SMALL_SHAPE = 8
"""Whole numbers in one dimension of no more are axes, sizes and bounds."""
_LOOKUPS = ("embedding",)
"""Kernels that look rows up: table, ids."""


def methods(path: Path) -> Iterator[FileMethod]:
    """See ``exporters.backend.Backend.constants``."""
    with quiet():
        file = take_apart(path)
    handed = dict(handed_in(path, file))
    for plan in file.plans:
        if plan.name != interface.METHOD:
            reader = _Reader(file, plan)
            constants = (*reader.constants(), *handed.get(plan.name, ()))
            scalars, idle = tuple(reader.scalars()), tuple(reader.idle())
            yield FileMethod(plan.name, plan.name, None, constants, scalars, idle)


@dataclass(frozen=True)
class _Reader:
    """One method."""

    file: Contents
    plan: Plan

    def constants(self) -> Iterator[FileConstant]:
        """Those of more than one number; rows that are looked up with their scales."""
        scales = {id(used) for used in self._row_scales().values()}
        for step in self.plan.steps:
            if isinstance(step, Delegated):
                for node in live(step.nodes):
                    yield from self._of_node(node, step)
                continue
            for argument in step.arguments:
                if _is_stored(argument) and id(argument) not in scales:
                    yield from self._of_kernel(step, argument)

    def scalars(self) -> Iterator[FileScalar]:
        """Single numbers, and the scales of activations; not the epsilon that half precision has
        instead of a smaller one."""
        return (scalar for scalar in self._scalars() if scalar.value != HALF_EPS)

    def idle(self) -> Iterator[str]:
        """Nodes of delegates on which nothing outside of them depends."""
        for step in self.plan.steps:
            if isinstance(step, Delegated):
                needed = {id(node) for node in live(step.nodes)}
                rest = (node for node in step.nodes if id(node) not in needed)
                yield from (f"{node.operator} {node.results[0].number}" for node in rest)

    def _scalars(self) -> Iterator[FileScalar]:
        for step in self.plan.steps:
            if isinstance(step, Kernel):
                yield from self._kernel_scalars(step)
                continue
            for node in live(step.nodes):
                yield from self._node_scalars(node, step)

    def _row_scales(self) -> dict[int, schema.Tensor]:
        """Of each table of 8 bits (by the identity of its tensor) the scales of its rows: they are
        looked up by the same ids."""
        lookups = [s for s in self.plan.steps if isinstance(s, Kernel) and s.plain in _LOOKUPS]
        found = {}
        for kernel in lookups:
            table = kernel.arguments[0]
            if not _is_stored(table) or dtype_name(table) != "int8":
                continue
            beside = [
                other.arguments[0]
                for other in lookups
                if other.arguments[1] is kernel.arguments[1]
                and _is_stored(other.arguments[0])
                and tuple(other.arguments[0].sizes) == (table.sizes[0], 1)
            ]
            if beside:
                found[id(table)] = beside[0]
        return found

    def _of_kernel(self, kernel: Kernel, tensor: schema.Tensor) -> Iterator[FileConstant]:
        name = f"{kernel.plain} of {self.plan.name}"
        scales = self._row_scales().get(id(tensor))
        if dtype_name(tensor) == "int8" and scales is not None:
            load = partial(self._rows, tensor, scales)
            yield FileConstant(name, "int8", tensor.data_buffer_idx, load, LARGEST)
            return
        values = self._values(tensor)
        if _counts(values):
            dtype = dtype_name(tensor)
            yield FileConstant(name, dtype, tensor.data_buffer_idx, partial(_float, values))

    def _rows(self, tensor: schema.Tensor, scales: schema.Tensor) -> np.ndarray:
        return self._values(tensor).astype(np.float32) * self._values(scales)

    def _values(self, tensor: schema.Tensor) -> np.ndarray:
        dtype, shape = _numpy(dtype_name(tensor)), tuple(tensor.sizes)
        content = self.file.constants[tensor.data_buffer_idx]
        return np.frombuffer(content, dtype, math.prod(shape)).reshape(shape)

    def _of_node(self, node: Node, call: Delegated) -> Iterator[FileConstant]:
        for role, value in node.operands.items():
            name = f"{role} of {node.operator} {node.results[0].number} in {self.plan.name}"
            given = None if value.external is None else call.arguments[value.external]
            if _is_stored(given):
                if _counts(values := self._values(given)):
                    dtype = dtype_name(given)
                    load = partial(_float, values)
                    yield FileConstant(name, dtype, given.data_buffer_idx, load)
            elif value.key is not None and math.prod(value.shape) != 1:
                if not (role == "weight" and self._is_mean(value)):
                    yield self._of_value(name, value)

    def _is_mean(self, value: Value) -> bool:
        """Whether a weight takes the mean of its input (forms.py): a row of 1 / width."""
        if value.shape[0] != 1 or value.scales_key is not None:
            return False
        width, numbers = value.shape[1], self._content(value)
        return bool(np.all(numbers == np.asarray(1 / width, numbers.dtype)))

    def _of_value(self, name: str, value: Value) -> FileConstant:
        assert value.key is not None
        place = value.key
        if value.scales_key is None:
            return FileConstant(name, value.dtype, place, lambda: _float(self._content(value)))
        if value.dtype == "int8":
            return FileConstant(name, "int8", place, partial(self._channels, value), LARGEST)
        step = self._scales(value)
        return FileConstant(name, value.dtype, place, partial(self._channels, value), step=step)

    def _content(self, value: Value) -> np.ndarray:
        assert value.key is not None
        content = self.file.named[value.key]
        return np.frombuffer(content, _numpy(value.dtype), math.prod(value.shape)).reshape(
            value.shape
        )

    def _scales(self, value: Value) -> np.ndarray:
        """(channels,), along the first axis."""
        assert value.scales_key is not None
        return np.frombuffer(self.file.named[value.scales_key], np.float32, value.shape[0])

    def _channels(self, value: Value) -> np.ndarray:
        scales = self._scales(value).reshape(-1, *[1] * (len(value.shape) - 1))
        return self._content(value).astype(np.float32) * scales

    def _kernel_scalars(self, kernel: Kernel) -> Iterator[FileScalar]:
        scales = {id(used) for used in self._row_scales().values()}
        for argument in kernel.arguments:
            if isinstance(argument, schema.Double) and math.isfinite(argument.double_val):
                yield FileScalar(f"a number of {kernel.plain}", argument.double_val)
            elif id(argument) in scales:
                continue  # of a table of one row
            elif _is_stored(argument) and math.prod(argument.sizes) == 1:
                yield from self._single(f"a number of {kernel.plain}", argument)

    def _single(self, name: str, tensor: schema.Tensor) -> Iterator[FileScalar]:
        values = self._values(tensor)
        if values.dtype.kind == "f":
            yield FileScalar(name, float(values.reshape(())), values.dtype.name)

    def _node_scalars(self, node: Node, call: Delegated) -> Iterator[FileScalar]:
        name = f"{node.operator} {node.results[0].number}"
        for attribute, number in node.numbers.items():
            yield FileScalar(f"{attribute} of {name}", number)
        for role, value in node.operands.items():
            given = None if value.external is None else call.arguments[value.external]
            if _is_stored(given) and math.prod(given.sizes) == 1:
                yield from self._single(f"{role} of {name}", given)
            elif value.key is not None and math.prod(value.shape) == 1:
                number = float(self._content(value).reshape(()))
                yield FileScalar(f"{role} of {name}", number, value.dtype)
            elif value.scale is not None and role.startswith("output") and value.scale != 1.0:
                yield FileScalar(f"scale of {name}", value.scale, calibrated=True)


def _is_stored(argument: object) -> TypeGuard[schema.Tensor]:
    """Constants have bytes in the file; buffer 0 is that of all that is computed."""
    return isinstance(argument, schema.Tensor) and argument.data_buffer_idx > 0


def _counts(values: np.ndarray) -> bool:
    """Whether it is a constant of more than one number, and no axes or sizes."""
    return values.size != 1 and (values.dtype.kind == "f" or values.size > _SMALL_SHAPE)


def _float(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float32) if values.dtype.kind == "f" else values


def _numpy(dtype: str) -> np.dtype:
    return torch.empty(0, dtype=getattr(torch, dtype)).numpy().dtype
