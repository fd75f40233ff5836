"""Activations through 8 bits, against numpy and against the runtimes' own operators."""

import numpy as np
import pytest
import torch

from exporters.precision.activations import (
    asymmetric_tokens,
    symmetric_tokens,
    unsigned_tensor,
)

X = torch.from_numpy(np.random.default_rng(4).standard_normal((1, 6, 33)).astype(np.float32)) + 0.3
ROUNDINGS = (symmetric_tokens, unsigned_tensor, asymmetric_tokens)


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_half_a_step_is_the_most_and_zero_stays(rounding) -> None:
    steps = 255 if rounding is not symmetric_tokens else 254
    width = 2 * X.abs().amax() if rounding is symmetric_tokens else X.amax() - X.amin()
    assert (rounding(X) - X).abs().max() <= 0.5001 * width / steps + 1e-6
    assert torch.equal(rounding(torch.zeros(1, 2, 4)), torch.zeros(1, 2, 4))


@pytest.mark.parametrize("rounding", [symmetric_tokens, asymmetric_tokens])
def test_a_token_does_not_depend_on_others(rounding) -> None:
    loud = torch.cat([X, 100 * X[:, :1]], dim=1)
    assert torch.equal(rounding(loud)[:, :-1], rounding(X))


def test_the_whole_tensor_is_rounded_as_dynamic_quantize_linear_does() -> None:
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    node = onnx.helper.make_node("DynamicQuantizeLinear", ["x"], ["q", "s", "z"])
    back = onnx.helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"])
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        [node, back], "one", [value("x", 1, [1, 6, 33])], [value("y", 1, [1, 6, 33])]
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 21)])
    (expected,) = ReferenceEvaluator(model).run(None, {"x": X.numpy()})
    np.testing.assert_allclose(unsigned_tensor(X).numpy(), expected, atol=1e-6)


def test_xnnpack_leaves_the_end_of_the_range_exact_whose_error_is_larger() -> None:
    """By hand: -1 to 3 in 255 steps, z = round(-128 + 63.75) = -64: 3 is off by a quarter step."""
    found = asymmetric_tokens(torch.tensor([[-1.0, 0.0, 3.0]]))
    step = 4 / 255
    np.testing.assert_allclose(found.numpy() / step, [[-64, 0, 191]], atol=1e-4)
