"""Whether ONNX Runtime multiplies signed weights of 8 bits exactly on this processor.

No file is written with them any more; one that was is opened with a setting where they are wrong.
"""

from functools import cache

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper

SETTING = "session.x64quantprecision"
"""ONNX Runtime's own: signed weights become unsigned at load. It cannot open what has one matrix
for several nodes (1.31.1: "Attempt to replace the existing tensor")."""

_WIDTH, _FEATURES = 256, 16


@cache
def signed_is_exact() -> bool:
    """By a product of the largest magnitudes, once a process."""
    session = ort.InferenceSession(_model(), providers=["CPUExecutionProvider"])
    x = np.full((2, _WIDTH), 255, np.uint8)
    (product,) = session.run(None, {"x": x})
    return bool(np.all(product == 255 * 127 * _WIDTH))


def _model() -> bytes:
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
