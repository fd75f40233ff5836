"""The forms in PyTorch, against the modules that they stand for."""

import pytest
import torch
from torch import nn

from exporters.capture.rms import RmsNorm
from exporters.executorch.forms import (
    DynamicLinear,
    Int8Embedding,
    Int8Grid,
    LinearLayerNorm,
    LinearRmsNorm,
    StaticLinear,
)
from exporters.precision.calibration import LinearRanges, Range
from exporters.precision.int8 import dequantize_rows, quantize_rows


@pytest.mark.parametrize("options", [{}, {"bias": False}, {"elementwise_affine": False}])
def test_layer_norm_without_its_operator(options: dict[str, bool]) -> None:
    norm = nn.LayerNorm(48, eps=1e-6, **options)
    for parameter in norm.parameters():
        nn.init.normal_(parameter)
    x = 3 * torch.randn(2, 7, 48) + 5
    torch.testing.assert_close(LinearLayerNorm(norm)(x), norm(x), rtol=1e-4, atol=1e-5)


def test_layer_norm_of_a_constant_row_is_its_bias() -> None:
    """The variance is 0 there: eps alone keeps the division finite."""
    norm = nn.LayerNorm(8)
    norm.bias.data.fill_(0.25)
    assert torch.equal(LinearLayerNorm(norm)(torch.full((1, 8), 3.0)), torch.full((1, 8), 0.25))


def test_rms_norm_with_a_product_for_its_mean() -> None:
    norm = RmsNorm(nn.Parameter(torch.randn(48)), eps=1e-6)
    x = 3 * torch.randn(2, 7, 48) + 5
    torch.testing.assert_close(LinearRmsNorm(norm)(x), norm(x), rtol=1e-4, atol=1e-5)


def test_int8_linears_have_no_weight_to_ask_for_its_type() -> None:
    """T5 asks, and without the attribute it would fail."""
    assert DynamicLinear(nn.Linear(4, 4)).weight is None


def test_embedding_looks_up_quantized_rows() -> None:
    table = nn.Embedding(20, 8)
    ids = torch.tensor([[3, 0, 19, 3]])
    expected = dequantize_rows(*quantize_rows(table.weight))[ids]
    assert torch.equal(Int8Embedding(table)(ids), expected)


@pytest.mark.parametrize("bias", [True, False])
def test_dynamic_linear_is_near_the_linear(bias: bool) -> None:
    linear = nn.Linear(64, 32, bias=bias)
    x = torch.randn(1, 5, 64)
    error = (DynamicLinear(linear)(x) - linear(x)).norm() / linear(x).norm()
    assert 0 < error < 0.02  # 0.009 was seen; two roundings to 8 bits


def test_int8_weight_holds_no_buffers() -> None:
    """A buffer would stand in the file even when unused."""
    assert list(DynamicLinear(nn.Linear(4, 4)).buffers()) == []


def test_the_grid_by_hand() -> None:
    grid = Int8Grid(Range(-1.0, 1.55))
    assert (grid.scale, grid.zero) == (pytest.approx(0.01), -28)
    seen = grid(torch.tensor([-2.0, -1.0, 0.0, 0.004, 0.006, 1.55, 9.0]))
    torch.testing.assert_close(seen, torch.tensor([-1.0, -1.0, 0.0, 0.0, 0.01, 1.55, 1.55]))


def test_the_grid_of_nothing_seen_keeps_zero() -> None:
    assert torch.equal(Int8Grid(Range())(torch.zeros(3)), torch.zeros(3))


def test_static_linear_clips_at_what_calibration_saw() -> None:
    linear = nn.Linear(2, 1, bias=False)
    linear.weight.data = torch.tensor([[1.0, 1.0]])
    form = StaticLinear(linear, LinearRanges(incoming=Range(0.0, 1.0), outgoing=Range(0.0, 2.0)))
    inside, beyond = torch.tensor([[0.5, 0.25]]), torch.tensor([[4.0, 4.0]])
    torch.testing.assert_close(form(inside), torch.tensor([[0.75]]), rtol=0, atol=0.01)
    torch.testing.assert_close(form(beyond), torch.tensor([[2.0]]), rtol=0, atol=0.01)
