"""What a .pte holds, by executorch's own readers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from executorch.exir import schema

from exporters.executorch import interface, outside
from exporters.executorch.contents import (
    Delegated,
    Kernel,
    Plan,
    described,
    dtype_name,
    take_apart,
)
from exporters.executorch.stored import stored_tensors
from exporters.executorch.xnnpack_graph import Node
from exporters.quiet import quiet
from exporters.reading import OperatorUse, Reading, StoredMethod

Described = tuple[tuple[str, str, tuple[int | None, ...]], ...]


def read(path: Path) -> Reading:
    """See ``exporters.backend.Backend.read``. Any .pte is read, also one that others made."""
    with quiet():
        file = take_apart(path)
    plans = [plan for plan in file.plans if plan.name != interface.METHOD]
    own = described(file)
    return Reading(
        format="executorch",
        size_bytes=path.stat().st_size,
        tensors=stored_tensors(file),
        methods=tuple(_method(plan, own.methods.get(plan.name)) for plan in plans),
        operators=tuple(use for plan in plans for use in _operators(plan)),
        row_tables=own.row_tables,
    )


def _method(plan: Plan, specs: Mapping[str, list[dict]] | None) -> StoredMethod:
    known = specs or {"inputs": _unnamed(plan.inputs), "outputs": _unnamed(plan.outputs)}
    return StoredMethod(
        name=plan.name,
        inputs=_declared(known["inputs"]),
        outputs=_declared(known["outputs"]),
        arena_bytes=plan.arena_bytes,
        delegate_calls=sum(isinstance(step, Delegated) for step in plan.steps),
    )


def _declared(specs: list[dict]) -> Described:
    """Dynamic sizes, which the interface document gives as bounds, become None."""
    return tuple(
        (s["name"], s["dtype"], tuple(n if isinstance(n, int) else None for n in s["shape"]))
        for s in specs
    )


def _unnamed(values: tuple[schema.KernelTypes, ...]) -> list[dict]:
    """Tensors of a file without an interface document: numbered, at their largest sizes."""
    return [
        {"name": str(at), "dtype": dtype_name(value), "shape": value.sizes}
        for at, value in enumerate(values)
        if isinstance(value, schema.Tensor)
    ]


def _operators(plan: Plan) -> Iterator[OperatorUse]:
    kernels = [step for step in plan.steps if isinstance(step, Kernel)]
    calls = [step for step in plan.steps if isinstance(step, Delegated)]
    yield from _inside(plan.name, [node for call in calls for node in call.nodes])
    yield from _foreign(plan.name, [call for call in calls if not call.nodes])
    yield from _outside(plan.name, kernels)


def _inside(method: str, nodes: list[Node]) -> Iterator[OperatorUse]:
    work: Counter[str] = Counter()
    for node in nodes:
        work[node.operator] += node.multiply_adds
    for operator, count in Counter(node.operator for node in nodes).items():
        yield OperatorUse(method, operator, count, True, work[operator])


def _foreign(method: str, calls: list[Delegated]) -> Iterator[OperatorUse]:
    """Delegates that only their own compiler can read: one operator a call."""
    for backend, count in Counter(call.backend for call in calls).items():
        yield OperatorUse(method, backend, count, True)


def _outside(method: str, kernels: list[Kernel]) -> Iterator[OperatorUse]:
    """One operator may stand outside for several reasons."""
    alike: dict[tuple[str, str], list[Kernel]] = {}
    for kernel in kernels:
        alike.setdefault((kernel.operator, outside.reason(kernel)), []).append(kernel)
    for (operator, reason), calls in alike.items():
        work = sum(outside.multiply_adds(call) for call in calls)
        overloads = tuple(sorted({call.overload for call in calls}))
        yield OperatorUse(method, operator, len(calls), False, work, reason, overloads)
