"""Every constant of a package, as coremltools' own reader and its own dequantization give it."""

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from coremltools.converters.mil.mil import Function as MilFunction
from coremltools.converters.mil.mil import Operation, Var

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.coreml.evaluate import is_constant, read_function
from exporters.coreml.functions import MAIN, Signature, signatures
from exporters.coreml.package import Package, open_packages, reading
from exporters.precision.int8 import LARGEST
from exporters.quiet import quiet

_SMALL_SHAPE = 8
"""Whole numbers in one dimension of no more are axes, sizes and bounds."""
_SCALES_SLACK = 127 * 2.0**-11
"""Of a step: scales are float16, of which the last of 11 bits is rounded."""
_EFFECTS = ("coreml_update_state",)
_GRIDS = ("quantize", "dequantize")
"""Operators of activations on a grid that calibration found."""


def methods(path: Path) -> Iterator[FileMethod]:
    """See ``exporters.backend.Backend.constants``."""
    for package in open_packages(path):
        longest = {s.function: s for s in signatures(package)}
        for signature in longest.values():
            with quiet(), reading(package):
                yield _method(package, signature)


def _method(package: Package, signature: Signature) -> FileMethod:
    function = read_function(package, signature)
    name = signature.method if signature.function == MAIN else signature.function
    found = [op for op in _live(function) if is_constant(op)]
    return FileMethod(
        name=name,
        method=signature.method,
        length=_length(signature),
        constants=tuple(c for op in found for c in _constants(op)),
        scalars=tuple(s for op in found for s in _scalars(op)),
    )


def _length(signature: Signature) -> int | None:
    """forward_64 to 64; of a package for iOS 17 what its longest input has."""
    _, _, length = signature.function.rpartition("_")
    if length.isdigit():
        return int(length)
    masks = [sizes[-1] for name, sizes in signature.sizes.items() if "mask" in name]
    ids = [sizes[-1] for name, sizes in signature.sizes.items() if name == "input_ids"]
    return next(iter((*masks, *ids)), None)


def _live(function: MilFunction) -> list[Operation]:
    """The operators that an output or a state depends on, in the order of the file."""
    waiting = [var.op for var in function.outputs]
    waiting += [op for op in function.operations if op.op_type in _EFFECTS]
    seen: set[Operation] = set()
    while waiting:
        op = waiting.pop()
        if op is not None and op not in seen:
            seen.add(op)
            waiting += [var.op for var in _inputs(op)]
    return [op for op in function.operations if op in seen]


def _inputs(op: Operation) -> Iterator[Var]:
    for given in op.inputs.values():
        yield from given if isinstance(given, (tuple, list)) else (given,)


def _constants(op: Operation) -> Iterator[FileConstant]:
    if op.op_type != "const":
        yield _compressed(op)
        return
    if _is_part(op):
        return
    value = np.asarray(op.outputs[0].val)
    floating = value.dtype.kind == "f" and value.size != 1
    if floating or (value.dtype.kind == "i" and value.size > _SMALL_SHAPE):
        place = (value.dtype.name, value.shape, _digest(value))
        yield FileConstant(op.outputs[0].name, value.dtype.name, place, partial(_float, value))


def _is_part(op: Operation) -> bool:
    """Whether it is the data, the scale or the zero point of a matrix of 8 bits."""
    readers = op.outputs[0].child_ops
    return bool(readers) and all(reader.op_type.startswith("constexpr_") for reader in readers)


def _compressed(op: Operation) -> FileConstant:
    """A matrix of 8 bits with its scales, of either generation of operators. Its numbers are made
    here: coremltools rounds them to float16."""
    if op.op_type == "constexpr_blockwise_shift_scale":
        data, scale, zero = op.data.val, op.scale.val, None if op.offset is None else op.offset.val
    elif op.op_type == "constexpr_affine_dequantize":
        shape = [1] * op.quantized_data.val.ndim
        shape[int(op.axis.val)] = -1
        scale = np.asarray(op.scale.val).reshape(shape)
        data, zero = op.quantized_data.val, np.asarray(op.zero_point.val).reshape(-1)
        zero = zero.reshape(shape if zero.size > 1 else (1,) * len(shape))
    else:
        return FileConstant(op.outputs[0].name, op.op_type, op.name, lambda: np.zeros((0, 0)))
    place = tuple(_digest(np.asarray(part)) for part in (data, scale, zero) if part is not None)
    return FileConstant(
        name=op.outputs[0].name,
        stored=str(np.asarray(data).dtype),
        place=place,
        load=partial(_dequantized, data, scale, zero),
        levels=LARGEST,
        slack=_SCALES_SLACK,
    )


def _dequantized(data: np.ndarray, scale: np.ndarray, zero: np.ndarray | None) -> np.ndarray:
    values = np.asarray(data, np.float32)
    shifted = values if zero is None else values - np.asarray(zero, np.float32)
    return shifted * np.asarray(scale, np.float32)


def _scalars(op: Operation) -> Iterator[FileScalar]:
    value = np.asarray(op.outputs[0].val) if op.op_type == "const" else None
    if value is not None and value.dtype.kind == "f" and value.size == 1:
        readers = op.outputs[0].child_ops
        calibrated = bool(readers) and all(reader.op_type in _GRIDS for reader in readers)
        number = float(value.reshape(()))
        yield FileScalar(op.outputs[0].name, number, value.dtype.name, calibrated)


def _float(value: np.ndarray) -> np.ndarray:
    return value.astype(np.float32) if value.dtype.kind == "f" else value.astype(np.int64)


def _digest(value: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()
