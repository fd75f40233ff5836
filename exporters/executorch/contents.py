"""A .pte taken apart by executorch's own reader: methods, their steps, and the stored bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from executorch.exir import schema
from executorch.exir._serialize._program import (
    PTEFile,
    _ExtendedHeader,
    _flatbuffer_to_program,
    deserialize_pte_binary,
)
from executorch.exir.tensor import get_scalar_type

from exporters.errors import Refused
from exporters.executorch import interface, xnnpack_graph
from exporters.executorch.header import refuse_other_file


@dataclass(frozen=True)
class Kernel:
    """A call of a kernel, outside every delegate."""

    operator: str
    overload: str
    arguments: tuple[schema.KernelTypes, ...]

    @property
    def plain(self) -> str:
        """The operator without its name space."""
        return self.operator.split("::")[-1]


@dataclass(frozen=True)
class Delegated:
    """A call of a delegate. ``nodes``: what runs inside; empty where it is not XNNPACK."""

    backend: str
    nodes: tuple[xnnpack_graph.Node, ...]
    arguments: tuple[schema.KernelTypes, ...]


Step = Kernel | Delegated


def dtype_name(tensor: schema.Tensor) -> str:
    """As torch names it: float32."""
    return str(get_scalar_type(tensor.scalar_type)).removeprefix("torch.")


@dataclass(frozen=True)
class Plan:
    """One method: what goes in and out, what is done, and the memory planned for it."""

    name: str
    inputs: tuple[schema.Tensor, ...]
    outputs: tuple[schema.Tensor, ...]
    steps: tuple[Step, ...]
    arena_bytes: int


@dataclass(frozen=True)
class Contents:
    """``constants``: bytes of the constants of kernels, each padded to its alignment, by index.

    ``named``: key to the bytes of a delegate's constant. Equal keys never store bytes twice.
    """

    plans: tuple[Plan, ...]
    constants: tuple[bytes, ...]
    named: Mapping[str, bytes]


def take_apart(path: Path) -> Contents:
    """Refuses what is no .pte and what was cut off."""
    file = _deserialized(path)
    program, named = file.program, file.named_data
    keys = {} if named is None else {k: e.buffer_index for k, e in named.pte_data.items()}
    return Contents(
        plans=tuple(_plan(plan, program) for plan in program.execution_plan),
        constants=tuple(bytes(buffer.storage) for buffer in program.constant_buffer),
        named={key: bytes(named.buffers[at]) for key, at in keys.items()},
    )


def described(file: Contents) -> interface.Interface:
    """What the file says about itself; empty where it was not made by mobilec."""
    for plan in file.plans:
        if plan.name == interface.METHOD:
            (document,) = plan.outputs
            content = file.constants[document.data_buffer_idx][: document.sizes[0]]
            return interface.parse(content)
    return interface.Interface({}, ())


def segments(content: np.ndarray) -> tuple[tuple[int, int], ...]:
    """(offset, size) in bytes of each piece of a .pte, (bytes,) of uint8, behind its program."""
    header = _ExtendedHeader.from_bytes(content[8 : 8 + _ExtendedHeader.NUM_HEAD_BYTES].tobytes())
    program = _flatbuffer_to_program(content[: header.program_size].tobytes())
    return tuple((header.segment_base_offset + s.offset, s.size) for s in program.segments)


def _deserialized(path: Path) -> PTEFile:
    refuse_other_file(path)
    content = path.read_bytes()
    try:
        return deserialize_pte_binary(content)
    except Exception as failure:  # damaged offsets end in whatever their arithmetic leads to
        raise Refused(f"{path} is damaged or cut off: {failure}") from failure


def _plan(plan: schema.ExecutionPlan, program: schema.Program) -> Plan:
    values = [value.val for value in plan.values]
    calls = (i.instr_args for chain in plan.chains for i in chain.instructions)
    steps = (_step(call, plan, program) for call in calls)
    return Plan(
        name=plan.name,
        inputs=tuple(values[i] for i in plan.inputs),
        outputs=tuple(values[i] for i in plan.outputs),
        steps=tuple(step for step in steps if step is not None),
        # Buffer 0 stands for the constants and is not planned.
        arena_bytes=sum(plan.non_const_buffer_sizes[1:]),
    )


def _step(
    call: schema.InstructionArguments, plan: schema.ExecutionPlan, program: schema.Program
) -> Step | None:
    """None for jumps, moves and frees, which compute nothing."""
    if isinstance(call, schema.KernelCall):
        operator = plan.operators[call.op_index]
        return Kernel(operator.name, operator.overload, _arguments(call, plan))
    if isinstance(call, schema.DelegateCall):
        delegate = plan.delegates[call.delegate_index]
        payload = bytes(program.backend_delegate_data[delegate.processed.index].data)
        nodes = xnnpack_graph.nodes(payload) if delegate.id == xnnpack_graph.BACKEND else ()
        return Delegated(delegate.id, nodes, _arguments(call, plan))
    return None


def _arguments(
    call: schema.KernelCall | schema.DelegateCall, plan: schema.ExecutionPlan
) -> tuple[schema.KernelTypes, ...]:
    return tuple(plan.values[i].val for i in call.args)
