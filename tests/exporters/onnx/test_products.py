"""The int8 products on arrays spelled out by hand, in PyTorch and in ONNX Runtime."""

from pathlib import Path

import numpy as np
import onnx_ir as ir
import pytest
import torch

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.onnx import products
from exporters.onnx.layers import Int8Linear, PerTensor, PerToken, Static, WeightOnly
from exporters.onnx.lower import exported
from exporters.onnx.run import OnnxRunner
from exporters.onnx.weights import unsigned
from exporters.precision.calibration import Range
from exporters.program import Method, TensorSpec

VALUES = torch.tensor([[1, 2, 3], [-4, 5, 0]], dtype=torch.int8)
SCALES = torch.tensor([0.5, 2.0])
BIAS = torch.tensor([10.0, -1.0])


@pytest.fixture(params=["uint8", "int8"])
def values(request: pytest.FixtureRequest) -> torch.Tensor:
    """The same weights in both forms that are multiplied in integers."""
    return unsigned(VALUES) if request.param == "uint8" else VALUES


def run(layer: Int8Linear, x: list[list[float]], folder: Path) -> np.ndarray:
    """(time, 3) to (time, 2) through ONNX Runtime, once PyTorch was found to give the same."""
    rows = torch.tensor([x])
    spec = TensorSpec("x", torch.float32, (1, Dimension("length", 2, 8), 3))
    result = TensorSpec("y", torch.float32, (1, Dimension("length", 2, 8), 2))
    ir.save(
        exported(Method("forward", layer, (spec,), (result,)), Lowering(lengths=(8,))),
        folder / "layer.onnx",
    )
    y = OnnxRunner(folder / "layer.onnx").run("forward", {"x": rows.numpy()})["y"]
    assert np.allclose(y, layer(rows).numpy(), atol=1e-6)
    return y[0]


def test_one_scale_a_token(values: torch.Tensor, tmp_path: Path) -> None:
    x = [[1.27, -0.50, 0.20], [0.0, 0.0, 0.0], [0.0, -2.54, 1.0]]
    # scales 0.01, 0 and 0.02; on the grid [127, -50, 20], nothing, [0, -127, 50]
    integers = [[127 - 100 + 60, -508 - 250], [0, 0], [-254 + 150, -635]]
    expected = np.array(integers) * [[0.01], [0.0], [0.02]] * [0.5, 2.0] + [10.0, -1.0]
    y = run(PerToken(values, SCALES, BIAS), x, tmp_path)
    assert np.allclose(y, expected, atol=1e-5)
    assert y[1].tolist() == [10.0, -1.0]


def test_a_large_token_leaves_the_others_alone(tmp_path: Path) -> None:
    layer = PerToken(VALUES, SCALES, None)
    alone = run(layer, [[1.0, -0.3, 0.2], [0.5, 0.5, 0.1]], tmp_path)
    beside = run(layer, [[1.0, -0.3, 0.2], [500.0, 3.0, 1.0]], tmp_path)
    assert np.array_equal(alone[0], beside[0])


def test_a_scale_for_each_hypothesis() -> None:
    """One token each: (hypotheses, 1, width)."""
    x = torch.tensor([[[1.0, -0.3, 0.2]], [[500.0, 3.0, 1.0]]])
    layer = PerToken(VALUES, SCALES, BIAS)
    both = layer(x)
    alone = products.linear_per_token(x[0], torch.tensor([128]), VALUES.t(), SCALES, BIAS)
    assert torch.equal(both[0], alone)
    assert products.token_axis((2, 1, 3)) == 0
    assert products.token_axis((1, 5, 3)) == 1
    assert products.token_axis((1, "length", 3)) == 1
    assert products.token_axis((1, 1, 3)) is None


def test_one_scale_a_tensor(values: torch.Tensor, tmp_path: Path) -> None:
    x = [[2.0, -0.55, 0.0], [0.0, 0.0, 0.0]]
    # scale 0.01, zero point 55; on the grid [255, 0, 55] - 55
    integers = [[200 - 110, -800 - 275], [0, 0]]
    expected = np.array(integers) * 0.01 * [0.5, 2.0] + [10.0, -1.0]
    assert np.allclose(run(PerTensor(values, SCALES, BIAS), x, tmp_path), expected, atol=1e-5)


def test_constant_scale_cuts_off_what_lies_outside(values: torch.Tensor, tmp_path: Path) -> None:
    layer = Static(values, SCALES, BIAS, Range(-0.55, 2.0))
    x = [[2.0, -0.55, 0.0], [9.0, 0.0, 0.0]]
    integers = [[200 - 110, -800 - 275], [200, -800]]
    expected = np.array(integers) * 0.01 * [0.5, 2.0] + [10.0, -1.0]
    assert np.allclose(run(layer, x, tmp_path), expected, atol=1e-5)


@pytest.mark.parametrize("bias", [BIAS, None])
def test_weight_only_is_the_float_product(tmp_path: Path, bias: torch.Tensor | None) -> None:
    x = [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]
    expected = np.array([[1 + 4 + 9, -4 + 10], [0, 0]]) * [0.5, 2.0]
    y = run(WeightOnly(VALUES, SCALES, bias), x, tmp_path)
    assert np.allclose(y, expected + (0 if bias is None else bias.numpy()), atol=1e-5)
