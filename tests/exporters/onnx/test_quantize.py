"""Which layers change, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.capture import capture_translation
from exporters.errors import Refused
from exporters.onnx.layers import FloatLinear, Int8Embedding, PerTensor, PerToken, Static
from exporters.onnx.quantize import Activations, quantize
from exporters.onnx.weights import unsigned
from exporters.precision.int8 import quantize_rows
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from tests import translation_models
from tests.exporters.onnx.files import tokens
from tests.models import tiny

QUERY = "model.bert.encoder.layer.0.attention.self.query"


@pytest.fixture(scope="module")
def program() -> Program:
    return capture(tiny("bert"), "text-classification", CaptureOptions(32))


def layer(program: Program, path: str) -> torch.nn.Module:
    return program.method("forward").module.get_submodule(path)


def test_the_grid_is_that_of_quantize_rows(program: Program) -> None:
    quantized = quantize(program, Lowering())
    values, scales = quantize_rows(layer(program, QUERY).weight)
    taken = layer(quantized, QUERY)
    assert isinstance(taken, PerToken)
    assert torch.equal(taken.values, unsigned(values).t()) and torch.equal(taken.scales, scales)


def test_rules_leave_layers_in_float(program: Program) -> None:
    rules = (Rule("*layer.0*query", False), Rule("*word_embeddings", False))
    quantized = quantize(program, Lowering(rules=rules))
    assert isinstance(layer(quantized, QUERY), FloatLinear)
    assert isinstance(layer(quantized, QUERY.replace("layer.0", "layer.1")), PerToken)
    assert isinstance(layer(quantized, "model.bert.embeddings.word_embeddings"), torch.nn.Embedding)
    position = layer(quantized, "model.bert.embeddings.position_embeddings")
    assert isinstance(position, Int8Embedding)


def test_a_layer_used_in_every_place_stays_one_layer() -> None:
    albert = capture(tiny("albert"), "text-classification", CaptureOptions(32))
    module = quantize(albert, Lowering()).method("forward").module
    assert sum(isinstance(m, PerToken) for m in module.modules()) == 1 + 6 + 2


def test_the_activations_can_have_one_scale_a_tensor(program: Program) -> None:
    quantized = quantize(program, Lowering(), Activations.PER_TENSOR)
    assert isinstance(layer(quantized, QUERY), PerTensor)


def test_static_scales_hold_what_the_samples_showed(program: Program) -> None:
    seen: list[torch.Tensor] = []
    watched = layer(program, QUERY).register_forward_pre_hook(lambda _, x: seen.append(x[0]))
    ids = tokens(20)
    samples = [(ids, torch.ones_like(ids))]
    static = layer(quantize(program, Lowering(Precision.INT8_STATIC, samples=samples)), QUERY)
    watched.remove()
    assert isinstance(static, Static)
    low = -static.zero_point.item() * static.scale.item()
    assert np.isclose(low, seen[0].min().item(), atol=static.scale.item() / 2)
    assert np.isclose(static.scale.item() * 255, (seen[0].max() - seen[0].min()).item())


def test_static_without_samples_is_refused(program: Program) -> None:
    with pytest.raises(Refused, match="calibrate"):
        quantize(program, Lowering(Precision.INT8_STATIC))


def test_static_is_refused_where_a_second_method_has_no_samples(program: Program) -> None:
    both = replace(program, methods=program.methods * 2)
    with pytest.raises(Refused, match="int8-static cannot be made of a program that decodes"):
        quantize(both, Lowering(Precision.INT8_STATIC, samples=[(tokens(9),)]))


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP16, Precision.FP32])
def test_an_output_layer_that_is_a_table_keeps_its_rows(precision: Precision) -> None:
    model = translation_models.tiny("t5")
    captured = capture_translation(model, CaptureOptions(8, 8))
    head = quantize(captured, Lowering(precision)).method("decode").module.model.lm_head
    assert head.looked_up and tuple(head.values.shape) == (500, 64)
    assert tuple(head.operand.shape) == (64, 500)


def test_rules_that_would_do_nothing_are_refused(program: Program) -> None:
    with pytest.raises(Refused, match="fp32 leaves them all there"):
        quantize(program, Lowering(Precision.FP32, rules=(Rule("*", False),)))
