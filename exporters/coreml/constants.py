"""Every constant of a package, from its program and its weight file as they are stored.

Matrices of 8 bits are made float here, in float32: coremltools would round them to float16.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from coremltools import proto
from coremltools.converters.mil.frontend.milproto import load as milproto

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.coreml.functions import MAIN, Signature, signatures
from exporters.coreml.package import Package, open_packages, reading
from exporters.precision.int8 import LARGEST
from exporters.quiet import quiet

_SMALL_SHAPE = 8
"""Whole numbers in one dimension of no more are axes, sizes and bounds."""
_WRITES, _READS = "write_state", "read_state"
_GRIDS = ("quantize", "dequantize")
"""Operators of activations on a grid that calibration found."""
_COMPRESSED = "constexpr_"
_UNASKED = {("rsqrt", "epsilon"): 1e-12, ("inverse", "epsilon"): 1e-4, ("log", "epsilon"): 1e-45}
"""Operator and operand to the number that coremltools gives it where the program has none."""


def methods(path: Path) -> Iterator[FileMethod]:
    """See ``exporters.backend.Backend.constants``."""
    for package in open_packages(path):
        longest = {s.function: s for s in signatures(package)}
        for signature in longest.values():
            with quiet(), reading(package):
                yield _method(package, signature)


def _method(package: Package, signature: Signature) -> FileMethod:
    function = _Function(package, signature.function)
    return FileMethod(
        name=signature.method if signature.function == MAIN else signature.function,
        method=signature.method,
        length=_length(signature),
        constants=tuple(c for op in function.live for c in function.constants(op)),
        scalars=tuple(s for op in function.live for s in function.scalars(op)),
        idle=function.idle,
    )


def _length(signature: Signature) -> int | None:
    """forward_64 to 64; of a package for iOS 17 what its longest input has."""
    _, _, length = signature.function.rpartition("_")
    if length.isdigit():
        return int(length)
    named = [s[-1] for name, s in signature.sizes.items() if name.endswith(("_mask", "_ids"))]
    return max(named, default=None)


def _reads_behind(
    operations: list[proto.MIL_pb2.Operation],
) -> Iterator[tuple[str, list[str]]]:
    """What a read of a state gives, and what the write before it in the same step wrote."""
    written: dict[str, list[str]] = {}
    for op in operations:
        state = next((name for role, name in _operands(op) if role == "input"), "")
        if op.type == _WRITES:
            written[state] = list(_names(op))
        elif op.type == _READS and state in written:
            yield op.outputs[0].name, written[state]


class _Function:
    """One function of a package."""

    def __init__(self, package: Package, name: str) -> None:
        function = package.spec.mlProgram.functions[name]
        block = function.block_specializations[function.opset]
        self._operations = list(block.operations)
        self._outputs = list(block.outputs)
        self._makers = {out.name: op for op in block.operations for out in op.outputs}
        self._behind = dict(_reads_behind(self._operations))
        self._context = milproto.TranscriptionContext(str(package.weights))

    @cached_property
    def live(self) -> list[proto.MIL_pb2.Operation]:
        """The operators that an output depends on, in the order of the file.

        What only writes a state is not among them: the arithmetic of states.py, whose numbers no
        program has. The gate of the cache sees what it does. Where a state is read again behind a
        write, which coremltools makes of one that is replaced, what was written is.
        """
        return self._needed(self._outputs)

    @property
    def idle(self) -> tuple[str, ...]:
        """Operators on which no output and no state depends; a constant is none."""
        written = [n for op in self._operations if op.type == _WRITES for n in _names(op)]
        needed = {id(op) for op in self._needed([*self._outputs, *written])}
        rest = (op for op in self._operations if op.outputs and id(op) not in needed)
        return tuple(f"{op.type} {op.outputs[0].name}" for op in rest if op.type != "const")

    def _needed(self, names: list[str]) -> list[proto.MIL_pb2.Operation]:
        """What values are made by, in the order of the file."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += _names(self._makers[name]) if name in self._makers else []
                waiting += self._behind.get(name, [])
        return [op for op in self._operations if any(out.name in seen for out in op.outputs)]

    @cached_property
    def _readers(self) -> dict[str, list[tuple[str, str]]]:
        """Of each value the types of the operators that read it, and as which operand."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for op in self.live:
            for role, name in _operands(op):
                found[name].append((op.type, role))
        return found

    def constants(self, op: proto.MIL_pb2.Operation) -> Iterator[FileConstant]:
        """What an operator holds of more than one number; nothing of what another one expands."""
        name = op.outputs[0].name if op.outputs else ""
        if op.type.startswith(_COMPRESSED):
            yield self._compressed(name, op)
        if op.type != "const" or self._is_part(name):
            return
        value = np.asarray(self._loaded(op.attributes["val"]))
        floating = value.dtype.kind == "f" and value.size != 1
        if floating or (value.dtype.kind in "iu" and value.size > _SMALL_SHAPE):
            place = (value.dtype.name, value.shape, _digest(value))
            yield FileConstant(name, value.dtype.name, place, partial(_float, value))

    def scalars(self, op: proto.MIL_pb2.Operation) -> Iterator[FileScalar]:
        """The single float number that an operator is."""
        name = op.outputs[0].name if op.outputs else ""
        if op.type != "const" or self._is_part(name):
            return
        value = np.asarray(self._loaded(op.attributes["val"]))
        if value.dtype.kind == "f" and value.size == 1:
            number, readers = float(value.reshape(())), self._readers[name]
            if all(
                np.isclose(number, _UNASKED.get(reader, np.inf), rtol=1e-6, atol=0)
                for reader in readers
            ):
                return
            calibrated = all(reader in _GRIDS for reader, _ in readers)
            yield FileScalar(name, number, value.dtype.name, calibrated)

    def _is_part(self, name: str) -> bool:
        """Whether it is the data, the scale or the zero point of a matrix of 8 bits."""
        readers = self._readers[name]
        return bool(readers) and all(reader.startswith(_COMPRESSED) for reader, _ in readers)

    def _compressed(self, name: str, op: proto.MIL_pb2.Operation) -> FileConstant:
        """A matrix of 8 bits with its scales, of either generation of operators."""
        parts = dict(self._parts(op))
        if op.type == "constexpr_blockwise_shift_scale":
            data, scale, zero = parts["data"], parts["scale"], parts.get("offset")
        elif op.type == "constexpr_affine_dequantize":
            shape = [1] * parts["quantized_data"].ndim
            shape[int(parts["axis"])] = -1
            data, scale = parts["quantized_data"], parts["scale"].reshape(shape)
            zero = parts["zero_point"]
            zero = zero.reshape(shape) if zero.size > 1 else zero.reshape([1] * data.ndim)
        else:
            return FileConstant(name, op.type, name, lambda: np.zeros((0, 0), np.float32))
        load = partial(_dequantized, data, scale, zero)
        return FileConstant(name, data.dtype.name, _digest(data), load, LARGEST, "float16")

    def _parts(self, op: proto.MIL_pb2.Operation) -> Iterator[tuple[str, np.ndarray]]:
        """The parts of a compressed constant: attributes for iOS 17, inputs for iOS 18."""
        for part, value in op.attributes.items():
            if part != "name":
                yield part, np.asarray(self._loaded(value))
        for part, argument in op.inputs.items():
            for binding in argument.arguments:
                given = binding.value
                if binding.WhichOneof("binding") == "name":
                    given = self._makers[binding.name].attributes["val"]
                yield part, np.asarray(self._loaded(given))

    def _loaded(self, value: proto.MIL_pb2.Value) -> object:
        return milproto._load_value(self._context, value)


def _operands(op: proto.MIL_pb2.Operation) -> Iterator[tuple[str, str]]:
    """What an operator reads by name: operand and name."""
    for role, argument in op.inputs.items():
        named = (b.name for b in argument.arguments if b.WhichOneof("binding") == "name")
        yield from ((role, name) for name in named)


def _names(op: proto.MIL_pb2.Operation) -> Iterator[str]:
    return (name for _, name in _operands(op))


def _dequantized(data: np.ndarray, scale: np.ndarray, zero: np.ndarray | None) -> np.ndarray:
    values = data.astype(np.float32)
    shifted = values if zero is None else values - zero.astype(np.float32)
    return shifted * scale.astype(np.float32)


def _float(value: np.ndarray) -> np.ndarray:
    return value.astype(np.float32) if value.dtype.kind == "f" else value.astype(np.int64)


def _digest(value: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
