"""What a package holds, by coremltools' own readers."""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from coremltools import proto
from coremltools.converters.mil.frontend.milproto import load as milproto
from coremltools.converters.mil.mil import Operation

from exporters.coreml.evaluate import is_constant, read_function
from exporters.coreml.functions import MAIN, Signature, described, dtype_name, signatures
from exporters.coreml.package import Package, open_packages, reading
from exporters.quiet import quiet
from exporters.reading import OperatorUse, Reading, StoredMethod, StoredTensor

Interface = tuple[tuple[str, str, tuple[int | None, ...]], ...]


def read(path: Path) -> Reading:
    """Tensors of the weight files, functions, and operators with their multiply-adds.

    A tensor that stands in two packages is listed twice.
    """
    with quiet():
        readings = [_read(package) for package in open_packages(path)]
    return Reading(
        format="coreml",
        size_bytes=sum(r.size_bytes for r in readings),
        tensors=tuple(tensor for r in readings for tensor in r.tensors),
        methods=tuple(method for r in readings for method in r.methods),
        operators=tuple(use for r in readings for use in r.operators),
    )


def _read(package: Package) -> Reading:
    with reading(package):
        return Reading(
            format="coreml",
            size_bytes=package.size_bytes,
            tensors=tuple(_tensors(package)),
            methods=tuple(_methods(package)),
            operators=tuple(_operators(package)),
        )


def _tensors(package: Package) -> Iterator[StoredTensor]:
    """Each blob of the weight file once, under the name of its first use.

    Constants of fewer than ten elements stand in the program itself.
    """
    context = milproto.TranscriptionContext(str(package.weights))
    seen = set()
    for name, value in _values(package):
        blob = value.blobFileValue
        if value.WhichOneof("value") == "blobFileValue" and blob.offset not in seen:
            seen.add(blob.offset)
            yield _tensor(name, value, context)


def _values(package: Package) -> Iterator[tuple[str, proto.MIL_pb2.Value]]:
    """Every constant of every function: a const's own value, the parts of a compressed one."""
    functions = package.spec.mlProgram.functions
    for name in sorted(functions):
        for op in functions[name].block_specializations[functions[name].opset].operations:
            if op.type == "const":
                yield op.outputs[0].name, op.attributes["val"]
            elif op.type.startswith("constexpr_"):
                yield from _parts(op)


def _parts(op: proto.MIL_pb2.Operation) -> Iterator[tuple[str, proto.MIL_pb2.Value]]:
    """The parts of a constexpr operator: named attributes for iOS 17, inputs for iOS 18."""
    for part, value in op.attributes.items():
        yield f"{op.outputs[0].name}.{part}", value
    for part, argument in op.inputs.items():
        for binding in argument.arguments:
            if binding.WhichOneof("binding") == "value":
                yield f"{op.outputs[0].name}.{part}", binding.value


def _tensor(
    name: str, value: proto.MIL_pb2.Value, context: milproto.TranscriptionContext
) -> StoredTensor:
    array = milproto._load_value(context, value)
    digest = hashlib.sha256(array.tobytes()).hexdigest()
    dtype = proto.MIL_pb2.DataType.Name(value.type.tensorType.dataType).lower()
    return StoredTensor(_plain(name), dtype, tuple(array.shape), array.nbytes, digest)


def _plain(name: str) -> str:
    """A constant's name without what ``torch.export`` and the float16 pass put around it."""
    name = name.replace("_cast_fp16", "").replace("_parametrizations_weight", "")
    return name.removeprefix("p_").removeprefix("module_").removesuffix("_to_fp16")


def _methods(package: Package) -> Iterator[StoredMethod]:
    """Each function; the only one of a package for iOS 17 under the name of its method."""
    names = {s.function: s.method for s in signatures(package)}
    for function in described(package):
        yield StoredMethod(
            name=names[MAIN] if function.name == MAIN else function.name,
            inputs=_interface(function.input),
            outputs=_interface(function.output),
            states=_states(function.state),
        )


def _interface(features: list[proto.Model_pb2.FeatureDescription]) -> Interface:
    return tuple((f.name, *_declared(f.type.multiArrayType)) for f in features)


def _states(features: list[proto.Model_pb2.FeatureDescription]) -> Interface:
    return tuple((f.name, *_declared(f.type.stateType.arrayType)) for f in features)


def _declared(
    array: proto.FeatureTypes_pb2.ArrayFeatureType,
) -> tuple[str, tuple[int | None, ...]]:
    """dtype and shape; a dimension that differs between enumerated shapes is None."""
    shapes = [tuple(s.shape) for s in array.enumeratedShapes.shapes] or [tuple(array.shape)]
    dimensions = (set(sizes) for sizes in zip(*shapes, strict=True))
    return dtype_name(array), tuple(
        sizes.pop() if len(sizes) == 1 else None for sizes in dimensions
    )


def _longest(package: Package) -> list[Signature]:
    """Each function once, at its largest sizes."""
    return list({s.function: s for s in signatures(package)}.values())


def _operators(package: Package) -> Iterator[OperatorUse]:
    """All operators of an ML program are inside: Core ML runs every one of them."""
    for signature in _longest(package):
        count: Counter[str] = Counter()
        work: Counter[str] = Counter()
        for op in read_function(package, signature).operations:
            if not is_constant(op):
                count[op.op_type] += 1
                work[op.op_type] += multiply_adds(op)
        method = signature.method if signature.function == MAIN else signature.function
        for name in count:
            yield OperatorUse(method, name, count[name], True, work[name])


def multiply_adds(op: Operation) -> int:
    """Of a linear (out x in a row), a product of matrices, or a convolution; 0 of all others."""
    if op.op_type == "linear":
        return math.prod(op.x.shape) * op.weight.shape[0]
    if op.op_type == "matmul":
        inner = op.x.shape[-2 if op.transpose_x.val else -1]
        return math.prod(op.outputs[0].shape) * inner
    if op.op_type == "conv":
        return math.prod(op.outputs[0].shape) * math.prod(op.weight.shape[1:])
    return 0
