"""Finished files against PyTorch: the stock model, and the quantized program value by value."""

from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from exporters.backend import Lowering
from exporters.onnx import write
from exporters.onnx.lower import lower
from exporters.onnx.quantize import Activations
from exporters.onnx.read import read
from exporters.onnx.spelling import OPSET
from exporters.precision.rules import Precision, Rule
from exporters.progress import Silent
from tests.exporters.onnx.files import LENGTHS, Made, made, tokens

SAME_ARITHMETIC = 1e-4
"""ONNX Runtime and PyTorch sum floats in another order; the logits have a spread of about 0.5."""

HALF_WEIGHTS = 2e-3
"""float16 keeps 11 bits of each weight: a relative error of 2^-11 a factor."""

INT8 = 0.08
"""8 bits of each factor, on random weights that are less kind than trained ones: 0.04 was seen."""

TOLERANCES = {
    Precision.FP32: SAME_ARITHMETIC,
    Precision.FP16: HALF_WEIGHTS,
    Precision.INT8: INT8,
    Precision.INT8_WEIGHT: INT8,
    Precision.INT8_STATIC: INT8,
}


@pytest.mark.parametrize("precision", list(TOLERANCES))
def test_every_precision_is_the_stock_model(precision: Precision) -> None:
    file = made("bert", precision)
    for length in LENGTHS:
        ids = tokens(length)
        error = np.abs(file.logits(ids) - file.expected(ids)).max()
        assert error < TOLERANCES[precision]


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.INT8_STATIC, Precision.FP16])
def test_the_quantized_program_runs_in_pytorch_as_its_file_does(precision: Precision) -> None:
    file = made("bert", precision)
    for length in LENGTHS:
        ids = tokens(length)
        assert np.abs(file.logits(ids) - in_pytorch(file, ids)).max() < SAME_ARITHMETIC


def test_one_scale_a_tensor_is_the_stock_model_too() -> None:
    file = made("bert", Precision.INT8, Activations.PER_TENSOR)
    ids = tokens(LENGTHS[1])
    assert np.abs(file.logits(ids) - file.expected(ids)).max() < INT8
    assert np.abs(file.logits(ids) - in_pytorch(file, ids)).max() < SAME_ARITHMETIC


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_padding_does_not_change_the_answer(precision: Precision) -> None:
    file = made("bert", precision)
    ids = tokens(9)
    padded = torch.nn.functional.pad(ids, (0, 20))
    mask = (padded != 0).long()
    assert np.abs(file.logits(ids) - file.logits(padded, mask)).max() < SAME_ARITHMETIC


def test_a_mask_that_is_ignored_would_be_seen() -> None:
    file = made("bert", Precision.FP32)
    padded = torch.nn.functional.pad(tokens(9), (0, 20))
    difference = np.abs(file.logits(padded, (padded != 0).long()) - file.logits(padded)).max()
    assert difference > 100 * SAME_ARITHMETIC


def test_quantize_leaves_the_model_as_it_is() -> None:
    file = made("bert", Precision.INT8)
    kinds = {type(m).__name__ for m in file.model.modules()}
    assert "Linear" in kinds and "PerToken" not in kinds


@pytest.mark.parametrize("precision", list(TOLERANCES))
def test_the_file_is_valid_and_uses_standard_operators_only(precision: Precision) -> None:
    model = onnx.load(made("bert", precision).path)
    onnx.checker.check_model(model, full_check=True)
    assert [(o.domain, o.version) for o in model.opset_import] == [("", OPSET)]


def test_layer_norms_stay_whole_and_out_of_the_slow_fusion() -> None:
    graph = onnx.load(made("bert", Precision.INT8).path).graph
    producers = {output: n.op_type for n in graph.node for output in n.output}
    norms = [n for n in graph.node if n.op_type == "LayerNormalization"]
    assert len(norms) == 5
    assert {producers[n.input[0]] for n in norms} == {"Sum"}


def test_query_key_and_value_are_one_product() -> None:
    graph = onnx.load(made("bert", Precision.INT8).path).graph
    kinds = [n.op_type for n in graph.node]
    # a layer: q, k and v together, the output, two of the feed-forward; of the last layer q is of
    # the first token and apart; then two single rows
    assert kinds.count("QuantizeLinear") == 2 * 4
    assert kinds.count("DynamicQuantizeLinear") == 2
    assert kinds.count("MatMulInteger") == 4 + 5 + 2


def test_a_query_kept_in_float_leaves_key_and_value_one_product() -> None:
    file = made("bert", Precision.INT8, Activations.PER_TOKEN, (Rule("*query", False),))
    ids = tokens(LENGTHS[1])
    assert np.abs(file.logits(ids) - in_pytorch(file, ids)).max() < SAME_ARITHMETIC
    graph = onnx.load(file.path).graph
    splits = [n for n in graph.node if n.op_type == "Split"]
    assert [len(n.output) for n in splits] == [2, 2]


def test_tensors_of_a_large_model_stand_beside_the_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(write, "_EXTERNAL_ABOVE", 0)
    small = made("bert", Precision.INT8)
    path = tmp_path / "large.onnx"
    lower(small.program, path, Lowering(lengths=(16, LENGTHS[-1])), Silent())
    assert {p.name for p in tmp_path.iterdir()} == {"large.onnx", "large.onnx.data"}
    assert path.stat().st_size < small.path.stat().st_size / 2
    ids = tokens(LENGTHS[1])
    assert np.array_equal(replace(small, path=path).logits(ids), small.logits(ids))
    stored = read(path)
    assert stored.size_bytes == sum(p.stat().st_size for p in tmp_path.iterdir())
    assert len(stored.tensors) == len(read(small.path).tensors)


def in_pytorch(file: Made, ids: torch.Tensor) -> np.ndarray:
    """Logits of the program that ``quantize`` gave."""
    with torch.no_grad():
        return file.program.method("forward").module(ids, torch.ones_like(ids)).numpy()
