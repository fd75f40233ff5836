"""The rewriting of attention to ONNX's own operator, seen in finished files."""

import numpy as np
import onnx
import pytest

from exporters.precision.rules import Precision
from tests.exporters.onnx.files import made, tokens


@pytest.mark.parametrize(
    ("family", "precision"), [("bert", "int8"), ("bert", "fp32"), ("albert", "int8")]
)
def test_attention_is_one_operator(family: str, precision: str) -> None:
    kinds = [n.op_type for n in onnx.load(made(family, Precision(precision)).path).graph.node]
    assert kinds.count("Attention") == 2
    assert "Softmax" not in kinds and "Transpose" not in kinds
    # one row of the mask is expanded for all layers; zero points are the other expansion
    assert kinds.count("Concat") == 1


def test_heads_and_scale_are_those_of_the_model() -> None:
    graph = onnx.load(made("bert", Precision.FP32).path).graph
    for node in graph.node:
        if node.op_type == "Attention":
            attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
            assert attributes == {"q_num_heads": 4, "kv_num_heads": 4, "scale": 0.25}


def test_an_attention_of_another_form_stays_spelled_out() -> None:
    file = made("modernbert", Precision.FP32)
    kinds = [n.op_type for n in onnx.load(file.path).graph.node]
    assert kinds.count("Softmax") == 2 and "Attention" not in kinds
    ids = tokens(20)
    assert np.abs(file.logits(ids) - file.expected(ids)).max() < 1e-4
