"""Files of the form before weights were uint8, where ONNX Runtime gets signed weights wrong.

What it loads then is the file with unsigned weights, made in memory: the same integers, so the same
answers as on a processor that multiplies signed ones exactly. ONNX Runtime has a setting for this
(session.x64quantprecision), but 1.32.0 cannot open with it what multiplies one matrix in several
nodes, as ALBERT does: "Attempt to replace the existing tensor".
"""

from functools import cache
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

from exporters.onnx.int8_form import int8_products
from exporters.onnx.weights import MIDDLE

_WIDTH, _FEATURES = 256, 16
_PREFIX, _MIDDLE = "mobilec.unsigned.", "mobilec.middle"
"""What the names of added constants begin with."""


@cache
def signed_is_exact() -> bool:
    """Whether this processor multiplies signed weights of 8 bits right, by the largest ones."""
    session = ort.InferenceSession(_largest_product(), providers=["CPUExecutionProvider"])
    x = np.full((2, _WIDTH), 255, np.uint8)
    (product,) = session.run(None, {"x": x})
    return bool(np.all(product == 255 * 127 * _WIDTH))


def with_unsigned_weights(path: Path) -> bytes | None:
    """The model of an .onnx file with the weights of its int8 products as uint8; None where none of
    them can saturate. What looks rows up in a weight keeps the signed one."""
    model = onnx.load(path)
    saturating = int8_products(model, path).saturating
    constants = [tensor for tensor in model.graph.initializer if tensor.name in saturating]
    if not constants:
        return None
    weights = {tensor.name for tensor in constants}
    for node in model.graph.node:
        _take_unsigned_(node, weights, model.graph)
    del model.graph.value_info[:]  # which would say that what was transposed is signed
    model.graph.initializer.extend(_unsigned(tensor) for tensor in constants)
    model.graph.initializer.append(numpy_helper.from_array(np.array(MIDDLE, np.uint8), _MIDDLE))
    serialized: bytes = model.SerializeToString()
    return serialized


def _take_unsigned_(node: onnx.NodeProto, weights: set[str], graph: onnx.GraphProto) -> None:
    """A transposed weight is turned as uint8, so the product behind it has to know."""
    if node.op_type == "MatMulInteger" and _signed_operand(node.input[1], weights, graph):
        del node.input[3:]
        node.input.append(_MIDDLE)
    place = {"MatMulInteger": 1, "Transpose": 0, "DequantizeLinear": 0}.get(node.op_type)
    if place is None or node.input[place] not in weights:
        return
    if node.op_type == "DequantizeLinear":
        del node.input[2:]
        node.input.append(_zero_points_(node.input[0], graph))
    node.input[place] = _PREFIX + node.input[place]


def _signed_operand(name: str, weights: set[str], graph: onnx.GraphProto) -> bool:
    """Whether an operand is one of the weights, or was one before it was transposed."""
    makers = [n for n in graph.node if n.op_type == "Transpose" and name in n.output]
    return name in weights or any(m.input[0].removeprefix(_PREFIX) in weights for m in makers)


def _zero_points_(name: str, graph: onnx.GraphProto) -> str:
    """The name of a constant (features,) of MIDDLE, as many as the weight has columns."""
    (weight,) = (tensor for tensor in graph.initializer if tensor.name == name)
    zeros = f"{_MIDDLE}.{name}"
    if all(tensor.name != zeros for tensor in graph.initializer):
        middle = np.full(weight.dims[1], MIDDLE, np.uint8)
        graph.initializer.append(numpy_helper.from_array(middle, zeros))
    return zeros


def _unsigned(weight: TensorProto) -> TensorProto:
    values = numpy_helper.to_array(weight).astype(np.int16) + MIDDLE
    return numpy_helper.from_array(values.astype(np.uint8), _PREFIX + weight.name)


def _largest_product() -> bytes:
    """x (rows, width) uint8 times a constant of 127."""
    weight = np.full((_WIDTH, _FEATURES), 127, np.int8)
    node = helper.make_node("MatMulInteger", ["x", "weight"], ["y"])
    graph = helper.make_graph(
        [node],
        "signed",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, ["rows", _WIDTH])],
        [helper.make_tensor_value_info("y", TensorProto.INT32, ["rows", _FEATURES])],
        [numpy_helper.from_array(weight, "weight")],
    )
    opset = helper.make_opsetid("", 17)
    model: bytes = helper.make_model(graph, opset_imports=[opset], ir_version=8).SerializeToString()
    return model
