"""The rewriting of attention to four dimensions, seen in a finished file."""

import onnx
import pytest

from exporters.precision.rules import Precision
from tests.exporters.onnx.files import made


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_attention_has_four_dimensions(precision: Precision) -> None:
    graph = onnx.load(made("bert", precision).path).graph
    weights = {i.name for i in graph.initializer}
    softmaxes = [n for n in graph.node if n.op_type == "Softmax"]
    readers = [n for n in graph.node if n.op_type == "MatMul" and not weights & set(n.input)]
    assert len(softmaxes) == 2 and len(readers) == 2 * 2
    perms = [tuple(n.attribute[0].ints) for n in graph.node if n.op_type == "Transpose"]
    assert set(perms) == {(0, 2, 1, 3), (0, 1, 3, 2)}


def test_only_the_reshapes_to_heads_and_back_are_left() -> None:
    graph = onnx.load(made("bert", Precision.INT8).path).graph
    # query, key, value and result of each layer; the mask, and its leading 1
    assert sum(n.op_type == "Reshape" for n in graph.node) == 2 * 4 + 2
