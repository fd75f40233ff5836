"""How many multiplications with addition the matrix products of a graph do, at given sizes."""

from collections import Counter
from collections.abc import Mapping

import onnx
from onnx import shape_inference

PRODUCTS = ("MatMul", "MatMulInteger", "Gemm", "Attention")

Shapes = dict[str, tuple[int, ...]]


def multiply_adds(model: onnx.ModelProto, sizes: Mapping[str, int]) -> dict[str, int]:
    """Operator to its multiply-adds, all uses together; ``sizes`` fixes each dynamic dimension.

    A product whose shapes cannot be inferred at these sizes counts nothing.
    """
    shapes = _shapes(model, sizes)
    counts: Counter[str] = Counter()
    for node in model.graph.node:
        if node.op_type in PRODUCTS and node.output[0] in shapes and node.input[0] in shapes:
            counts[node.op_type] += _work(node, shapes)
    return dict(counts)


def _work(node: onnx.NodeProto, shapes: Shapes) -> int:
    """Output elements times how many products each sums up; of ``Attention`` both its products."""
    first, result = shapes[node.input[0]], shapes[node.output[0]]
    if node.op_type == "Attention":
        tokens = shapes[node.input[1]][-2]
        return (_size(first) + _size(result)) * tokens
    transposed = any(a.name == "transA" and a.i for a in node.attribute)
    return _size(result) * first[0 if transposed else -1]


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for length in shape:
        size *= length
    return size


def _shapes(model: onnx.ModelProto, sizes: Mapping[str, int]) -> Shapes:
    """Name to shape of every value whose shape is known once the named sizes are fixed.

    The shapes that the exporter wrote are kept: onnx does not infer that of a slice as long as
    the input, which positions are.
    """
    fixed = onnx.ModelProto()
    fixed.CopyFrom(model)
    for value in (*fixed.graph.input, *fixed.graph.value_info):
        for dim in value.type.tensor_type.shape.dim:
            if dim.dim_param in sizes:
                dim.dim_value = sizes[dim.dim_param]
    inferred = shape_inference.infer_shapes(fixed, data_prop=True)
    graph = inferred.graph
    known = {i.name: tuple(i.dims) for i in graph.initializer}
    for value in (*graph.input, *graph.value_info, *graph.output):
        dims = value.type.tensor_type.shape.dim
        if all(d.HasField("dim_value") for d in dims):
            known[value.name] = tuple(d.dim_value for d in dims)
    return known
