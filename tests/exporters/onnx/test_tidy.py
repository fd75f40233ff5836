"""The rewriting of additions before a layer norm, on graphs made by hand."""

import onnx_ir as ir

from exporters.onnx.tidy import residual_sums_


def graph(nodes: list[ir.Node], inputs: list[ir.Value]) -> ir.Graph:
    return ir.Graph(inputs, [nodes[-1].outputs[0]], nodes=nodes)


def values(*names: str) -> list[ir.Value]:
    return [ir.Value(name=name) for name in names]


def test_bias_and_residual_become_one_sum() -> None:
    product, bias, residual, weight = inputs = values("product", "bias", "residual", "weight")
    biased = ir.node("Sum", [product, bias])
    added = ir.node("Add", [biased.outputs[0], residual])
    norm = ir.node("LayerNormalization", [added.outputs[0], weight])
    residual_sums_(graph([biased, added, norm], inputs))
    together = norm.inputs[0].producer()
    assert together.op_type == "Sum"
    assert list(together.inputs) == [product, bias, residual]


def test_a_sum_that_others_read_stays() -> None:
    product, bias, residual, weight = inputs = values("product", "bias", "residual", "weight")
    biased = ir.node("Sum", [product, bias])
    other = ir.node("Gelu", [biased.outputs[0]])
    added = ir.node("Add", [biased.outputs[0], residual])
    norm = ir.node("LayerNormalization", [added.outputs[0], weight])
    residual_sums_(graph([biased, other, added, norm], inputs))
    assert list(norm.inputs[0].producer().inputs) == [biased.outputs[0], residual]


def test_other_additions_stay() -> None:
    left, right = inputs = values("left", "right")
    added = ir.node("Add", [left, right])
    gelu = ir.node("Gelu", [added.outputs[0]])
    residual_sums_(graph([added, gelu], inputs))
    assert gelu.inputs[0].producer().op_type == "Add"
