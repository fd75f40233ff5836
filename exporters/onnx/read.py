"""What a finished .onnx file holds, by onnx's own reader."""

import hashlib
from collections import Counter
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import numpy_helper

from exporters.backend import OperatorUse, Reading, StoredMethod, StoredTensor
from exporters.errors import Refused
from exporters.onnx.limits import METHOD, bounds_of
from exporters.onnx.multiply_adds import multiply_adds

_STANDARD = ("", "ai.onnx", "com.microsoft")
"""Domains whose operators ONNX Runtime's own build runs on the processor."""


def read(path: Path) -> Reading:
    """See ``exporters.backend.Backend.read``. The size includes external data."""
    model = _model(path)
    metadata = {p.key: p.value for p in model.metadata_props}
    method = metadata.get(METHOD, model.graph.name)
    files = (path, *path.parent.glob(f"{path.name}.data"))
    return Reading(
        format="onnx",
        size_bytes=sum(file.stat().st_size for file in files),
        tensors=tuple(_tensor(i) for i in model.graph.initializer),
        methods=(_method(model.graph, method),),
        operators=_operators(model, method, metadata),
    )


def _model(path: Path) -> onnx.ModelProto:
    try:
        return onnx.load(path)
    except (OSError, DecodeError, onnx.checker.ValidationError) as error:
        raise Refused(f"{path} is not an ONNX model that can be read: {error}") from error


def _tensor(initializer: onnx.TensorProto) -> StoredTensor:
    data = numpy_helper.to_array(initializer).tobytes()
    return StoredTensor(
        name=initializer.name,
        dtype=_dtype(initializer.data_type),
        shape=tuple(initializer.dims),
        size_bytes=len(data),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _method(graph: onnx.GraphProto, name: str) -> StoredMethod:
    stored = {initializer.name for initializer in graph.initializer}
    inputs = tuple(_declared(i) for i in graph.input if i.name not in stored)
    return StoredMethod(name, inputs, tuple(_declared(o) for o in graph.output))


def _declared(value: onnx.ValueInfoProto) -> tuple[str, str, tuple[int | None, ...]]:
    """(name, dtype, shape), None where a size is dynamic."""
    tensor = value.type.tensor_type
    sizes = tuple(d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim)
    return value.name, _dtype(tensor.elem_type), sizes


def _operators(
    model: onnx.ModelProto, method: str, metadata: dict[str, str]
) -> tuple[OperatorUse, ...]:
    counts = Counter((node.domain, node.op_type) for node in model.graph.node)
    bounds = {name: d.maximum for name, d in bounds_of(metadata).items()}
    work = multiply_adds(model, bounds)
    return tuple(
        OperatorUse(
            method=method,
            operator=operator,
            count=count,
            inside=domain in _STANDARD,
            multiply_adds=work.get(operator, 0),
            reason="" if domain in _STANDARD else f"the domain {domain} needs a library of its own",
        )
        for (domain, operator), count in counts.most_common()
    )


def _dtype(element_type: int) -> str:
    """``float32``, ``int8``, as numpy and PyTorch name it."""
    return onnx.helper.tensor_dtype_to_np_dtype(element_type).name
