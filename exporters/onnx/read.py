"""What a finished .onnx file holds, by onnx's own reader."""

import hashlib
from collections import Counter
from collections.abc import Hashable
from pathlib import Path

import onnx

from exporters.onnx.files import content_of, graph_of, method_files, place_of
from exporters.onnx.int8_form import int8_products
from exporters.onnx.limits import METHOD, bounds_of
from exporters.onnx.multiply_adds import multiply_adds
from exporters.reading import OperatorUse, Reading, StoredMethod, StoredTensor

_STANDARD = ("", "ai.onnx", "com.microsoft")
"""Domains whose operators ONNX Runtime's own build runs on the processor."""


def read(path: Path) -> Reading:
    """See ``exporters.backend.Backend.read``. The size includes weights that stand beside."""
    files = method_files(path)
    models = {file: graph_of(file) for file in files}
    tensors: dict[Hashable, StoredTensor] = {}
    for file, model in models.items():
        for initializer in model.graph.initializer:
            # What several models have in one place, in one form or another, is stored once.
            place = place_of(initializer, file) or (file, initializer.name)
            tensors.setdefault(place, _tensor(initializer, file))
    products = [int8_products(model, file) for file, model in models.items()]
    return Reading(
        format="onnx",
        size_bytes=_size_bytes(path),
        tensors=tuple(tensors.values()),
        methods=tuple(_method(model) for model in models.values()),
        operators=tuple(use for model in models.values() for use in _operators(model)),
        weight_dtypes=("int8", "uint8"),
        saturating=tuple(dict.fromkeys(name for each in products for name in each.saturating)),
    )


def _size_bytes(path: Path) -> int:
    beside = path.rglob("*") if path.is_dir() else (path, *path.parent.glob(f"{path.name}.data"))
    return sum(file.stat().st_size for file in beside if file.is_file())


def _tensor(initializer: onnx.TensorProto, file: Path) -> StoredTensor:
    data = content_of(initializer, file)
    return StoredTensor(
        name=initializer.name,
        dtype=_dtype(initializer.data_type),
        shape=tuple(initializer.dims),
        size_bytes=len(data),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _metadata(model: onnx.ModelProto) -> dict[str, str]:
    return {p.key: p.value for p in model.metadata_props}


def _name(model: onnx.ModelProto) -> str:
    return _metadata(model).get(METHOD, model.graph.name)


def _method(model: onnx.ModelProto) -> StoredMethod:
    graph = model.graph
    stored = {initializer.name for initializer in graph.initializer}
    inputs = tuple(_declared(i) for i in graph.input if i.name not in stored)
    return StoredMethod(_name(model), inputs, tuple(_declared(o) for o in graph.output))


def _declared(value: onnx.ValueInfoProto) -> tuple[str, str, tuple[int | None, ...]]:
    """(name, dtype, shape), None where a size is dynamic."""
    tensor = value.type.tensor_type
    sizes = tuple(d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim)
    return value.name, _dtype(tensor.elem_type), sizes


def _operators(model: onnx.ModelProto) -> tuple[OperatorUse, ...]:
    counts = Counter((node.domain, node.op_type) for node in model.graph.node)
    bounds = {name: d.maximum for name, d in bounds_of(_metadata(model)).items()}
    work = multiply_adds(model, bounds)
    return tuple(
        OperatorUse(
            method=_name(model),
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
