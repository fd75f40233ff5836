"""Token types, all 0, in finished files; their values are test_lower's."""

import onnx
import pytest

from exporters.precision.rules import Precision
from tests.exporters.onnx.files import made


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_the_row_of_the_token_types_is_looked_up_once(precision: Precision) -> None:
    graph = onnx.load(made("bert", precision).path).graph
    constants = {i.name for i in graph.initializer}
    types = [n for n in graph.node if n.op_type == "Gather" and "token_type" in n.input[0]]
    assert types and all(set(n.input) <= constants for n in types)
