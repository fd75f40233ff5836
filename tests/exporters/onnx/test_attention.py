"""The rewriting of attention to ONNX's own operator, seen in finished files."""

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.precision.rules import Precision
from exporters.progress import Silent
from tests import models
from tests.exporters.onnx.files import Made, made, tokens
from tests.lowering.store import backend


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


class _Folded(nn.Module):
    """A linear whose input and result are folded and turned, as those of a tensor train are."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self._turned(self.linear(self._turned(x)))

    def _turned(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(-1, 8, 8).transpose(1, 2).reshape(x.shape)


def test_heads_that_are_folded_otherwise_are_not_mistaken(tmp_path: Path) -> None:
    """The reshape that splits heads becomes one with that of the projection before it."""
    model = models.tiny("bert", num_hidden_layers=1)
    attention = model.bert.encoder.layer[0].attention
    attention.self.query = _Folded(attention.self.query)
    attention.output.dense = _Folded(attention.output.dense)
    options, path = Lowering(Precision.FP32, (24,)), tmp_path / "model.onnx"
    program = capture(model, "text-classification", CaptureOptions(24))
    end = backend("onnx")
    end.lower(end.quantize(program, options), path, options, Silent())
    file, ids = Made(model, program, path), tokens(20)
    assert np.abs(file.logits(ids) - file.expected(ids)).max() < 1e-4
