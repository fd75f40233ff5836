"""A classifier that reads its first token computes no other at its end, with the same answers."""

from pathlib import Path

import numpy as np
import onnx
import onnx_ir as ir
import pytest
import torch

from exporters.backend import Lowering
from exporters.onnx import tidy
from exporters.onnx.first_token import first_token_only_
from exporters.onnx.lower import lower
from exporters.onnx.multiply_adds import multiply_adds
from exporters.onnx.run import OnnxRunner
from exporters.precision.rules import Precision
from exporters.progress import Silent
from tests.exporters.onnx.files import LENGTHS, Made, made, tokens

ROUNDING = 5e-6
"""ONNX Runtime sums a product of one row in another order; the logits are spread over about 0.5."""
LAYER = 64 * 64 * 4 + 64 * 128 * 2
"""Multiply-adds of the products with weights for one token of the tiny models."""


def work(path: Path, length: int) -> int:
    """Multiply-adds of the products with weights, ``Attention`` apart."""
    found = multiply_adds(onnx.load(path), {"length": length})
    return sum(number for operator, number in found.items() if operator != "Attention")


def computed_whole(file: Made, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file as it would be without the rewriting."""
    monkeypatch.setattr(tidy, "first_token_only_", lambda graph: None)
    path = folder / "whole.onnx"
    lower(file.program, path, Lowering(lengths=(16, LENGTHS[-1])), Silent())
    return path


@pytest.mark.parametrize(
    ("family", "precision"),
    [
        ("bert", Precision.INT8),
        ("bert", Precision.INT8_STATIC),
        ("bert", Precision.FP32),
        ("albert", Precision.INT8),
        ("roberta", Precision.INT8),
        ("mpnet", Precision.INT8),
        ("deberta-v2", Precision.INT8),
        ("mobilebert", Precision.FP32),
    ],
)
def test_answers_are_those_of_the_whole(
    family: str, precision: Precision, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(family, precision)
    path = computed_whole(file, tmp_path, monkeypatch)
    whole = OnnxRunner(path, threads=1)
    for length in (3, *LENGTHS[1:]):  # MobileBERT takes no less
        ids = tokens(length)
        mask = torch.ones_like(ids)
        mask[:, length - length // 3 :] = 0
        inputs = {"input_ids": ids.numpy(), "attention_mask": mask.numpy()}
        expected = whole.run("forward", inputs)["logits"]
        assert np.abs(file.logits(ids, mask) - expected).max() < ROUNDING
    assert work(file.path, 32) < work(path, 32)


def test_only_keys_and_values_of_the_last_layer_are_of_every_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made("bert", Precision.INT8)
    path = computed_whole(file, tmp_path, monkeypatch)
    spared = LAYER - 2 * 64 * 64
    assert work(path, 32) - work(file.path, 32) == spared * 31


def test_shared_layers_keep_one_product_of_query_key_and_value() -> None:
    graph = onnx.load(made("albert", Precision.INT8).path).graph
    splits = [len(node.output) for node in graph.node if node.op_type == "Split"]
    assert splits == [3, 3]


def test_a_mean_over_all_tokens_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made("modernbert-mean", Precision.FP32)
    path = computed_whole(file, tmp_path, monkeypatch)
    assert work(path, 32) == work(file.path, 32)


def chain(index: int, *middle: str) -> tuple[ir.Graph, ir.Node]:
    """x (1, time, 4), operators one after the other, and the choice of a token."""
    x = ir.Value(name="x", shape=ir.Shape([1, "time", 4]), type=ir.TensorType(ir.DataType.FLOAT))
    nodes: list[ir.Node] = []
    for kind in middle:
        nodes.append(ir.node(kind, [nodes[-1].outputs[0] if nodes else x]))
        nodes[-1].outputs[0].shape = x.shape
    chosen = ir.Value(
        name="index", shape=ir.Shape([]), const_value=ir.tensor(np.array(index, np.int64))
    )
    select = ir.node("Gather", [nodes[-1].outputs[0], chosen], {"axis": 1})
    return ir.Graph([x], [select.outputs[0]], nodes=[*nodes, select]), select


def test_the_choice_moves_to_the_front() -> None:
    graph, select = chain(0, "Tanh", "Gelu")
    first_token_only_(graph)
    gelu = select.inputs[0].producer()
    cut = gelu.inputs[0].producer().inputs[0].producer()
    assert gelu.op_type == "Gelu" and gelu.outputs[0].shape == [1, 1, 4]
    assert cut.op_type == "Slice" and cut.inputs[0].name == "x"


@pytest.mark.parametrize("middle", ["CumSum", "Softplus"])
def test_what_is_not_known_to_treat_tokens_apart_is_needed_whole(middle: str) -> None:
    graph, select = chain(0, middle)
    first_token_only_(graph)
    assert select.inputs[0].producer().op_type == middle


def test_another_token_is_left_alone() -> None:
    graph, select = chain(1, "Tanh")
    first_token_only_(graph)
    assert select.inputs[0].producer().op_type == "Tanh"
