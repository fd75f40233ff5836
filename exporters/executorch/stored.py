"""The constants of a .pte: each stored blob once, named by its first use.

The format keeps no names of layers, so a name says who reads it: method, operator with its number
in the method, role.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from executorch.exir import schema

from exporters.executorch.contents import Contents, Delegated, Kernel, Plan, dtype_name
from exporters.executorch.xnnpack_graph import Node, Value
from exporters.reading import StoredTensor

_Place = int | str
"""Where a blob lies: the index of a kernel's constant, or the key of a delegate's."""


@dataclass(frozen=True)
class _Use:
    """Who reads a blob, and as what."""

    name: str
    place: _Place
    dtype: str
    shape: tuple[int, ...]


def stored_tensors(file: Contents) -> tuple[StoredTensor, ...]:
    """In the order of first use; what no method reads is not listed."""
    first: dict[_Place, _Use] = {}
    for plan in file.plans:
        for use in _uses(plan):
            first.setdefault(use.place, use)
    return tuple(_stored(use, file) for use in first.values())


def _stored(use: _Use, file: Contents) -> StoredTensor:
    content = _content(use, file)
    digest = hashlib.sha256(content).hexdigest()
    return StoredTensor(use.name, use.dtype, use.shape, len(content), digest)


def _content(use: _Use, file: Contents) -> bytes:
    if isinstance(use.place, str):
        return file.named[use.place]
    size_bytes = math.prod(use.shape) * getattr(torch, use.dtype).itemsize
    return file.constants[use.place][:size_bytes]


def _uses(plan: Plan) -> Iterator[_Use]:
    """Every constant at every place where the method reads it."""
    number: Counter[str] = Counter()
    for step in plan.steps:
        if isinstance(step, Kernel):
            yield from _kernel_uses(step, f"{plan.name}.{_numbered_(number, step.plain)}")
            continue
        for node in step.nodes:
            name = f"{plan.name}.{_numbered_(number, node.operator)}"
            yield from _node_uses(node, name, step)


def _numbered_(number: Counter[str], operator: str) -> str:
    number[operator] += 1
    return f"{operator}[{number[operator] - 1}]"


def _kernel_uses(kernel: Kernel, name: str) -> Iterator[_Use]:
    roles = _roles(kernel)
    for at, argument in enumerate(kernel.arguments):
        if _is_constant(argument):
            yield _constant(argument, f"{name}.{roles.get(at, at)}")


def _roles(kernel: Kernel) -> dict[int, str]:
    """Position to the name of the argument, where torch knows the operator."""
    try:
        known = torch._C._get_schema(kernel.operator, kernel.overload)
    except RuntimeError:
        return {}
    return {at: argument.name for at, argument in enumerate(known.arguments)}


def _node_uses(node: Node, name: str, call: Delegated) -> Iterator[_Use]:
    for role, value in node.operands.items():
        if value.external is not None and _is_constant(call.arguments[value.external]):
            yield _constant(call.arguments[value.external], f"{name}.{role}")
        yield from _delegate_uses(value, f"{name}.{role}")


def _delegate_uses(value: Value, name: str) -> Iterator[_Use]:
    """The bytes of a value and its scales, which are one float for each output channel."""
    if value.key is not None:
        yield _Use(name, value.key, value.dtype, value.shape)
    if value.scales_key is not None:
        yield _Use(f"{name}.scales", value.scales_key, "float32", value.shape[:1])


def _is_constant(argument: schema.KernelTypes) -> bool:
    """Constants have bytes in the file; buffer 0 is that of all that is computed."""
    return isinstance(argument, schema.Tensor) and argument.data_buffer_idx > 0


def _constant(tensor: schema.Tensor, name: str) -> _Use:
    return _Use(name, tensor.data_buffer_idx, dtype_name(tensor), tuple(tensor.sizes))
