"""The int8 products of a finished graph, and which of them saturate on some processor.

``weights.py`` says why: of unsigned activations and signed weights only those of 7 bits are exact
everywhere, of unsigned weights all. Files that mobilec writes say so in their metadata; what is
found here is found in the weights themselves.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx

from exporters.onnx.files import content_of

LARGEST_SIGNED = 64
"""2 x 255 x 64 is 32,640: two products with it fit into 16 bits."""

_WEIGHT_OPERAND = {
    "MatMulInteger": 1,
    "DynamicQuantizeMatMul": 1,
    "MatMulIntegerToFloat": 1,
    "QLinearMatMul": 3,
}
"""Operator to the place of its weight. Of ``MatMul`` between two ``DequantizeLinear`` ONNX Runtime
makes one of these."""


@dataclass(frozen=True)
class Int8Products:
    """``saturating``: names of the weights with which a product can saturate."""

    count: int
    saturating: tuple[str, ...]


def int8_products(model: onnx.ModelProto, file: Path) -> Int8Products:
    """Those of one method, whose large weights may stand in a file beside ``file``."""
    graph = _Graph(model.graph)
    weights = [w for node in model.graph.node if (w := graph.weight(node)) is not None]
    bad = {name: None for name in weights if _saturates(graph.initializer(name), file)}
    return Int8Products(len(weights), tuple(bad))


class _Graph:
    """Who makes a value, and which constants there are."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._makers = {name: node for node in graph.node for name in node.output}
        self._constants = {tensor.name: tensor for tensor in graph.initializer}

    def weight(self, node: onnx.NodeProto) -> str | None:
        """The name of the weight of an int8 product; None where the node is none."""
        if node.op_type in _WEIGHT_OPERAND:
            return self._stored(node.input[_WEIGHT_OPERAND[node.op_type]])
        if node.op_type != "MatMul":
            return None
        makers = [self._makers.get(name) for name in node.input]
        restored = [m for m in makers if m is not None and m.op_type == "DequantizeLinear"]
        return self._stored(restored[1].input[0]) if len(restored) == 2 else None

    def initializer(self, name: str) -> onnx.TensorProto | None:
        return self._constants.get(name)

    def _stored(self, name: str) -> str:
        """A weight that is looked up too is transposed in the graph."""
        maker = self._makers.get(name)
        turned = maker is not None and maker.op_type == "Transpose"
        return maker.input[0] if maker is not None and turned else name


def _saturates(weight: onnx.TensorProto | None, file: Path) -> bool:
    """A weight that is no constant may be anything."""
    if weight is None or weight.data_type != onnx.TensorProto.INT8:
        return weight is None or weight.data_type != onnx.TensorProto.UINT8
    values = np.frombuffer(content_of(weight, file), np.int8)
    return bool(np.any(np.abs(values.astype(np.int16)) > LARGEST_SIGNED))
