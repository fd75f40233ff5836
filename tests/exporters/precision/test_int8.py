"""int8 rows, spelled out."""

import torch

from exporters.precision.int8 import SMALLEST_SCALE, dequantize_rows, quantize_rows


def test_rows_spelled_out() -> None:
    weight = torch.tensor([[127.0, -63.5, 0.4], [-0.254, 0.127, 0.0]])
    values, scales = quantize_rows(weight)
    assert values.tolist() == [[127, -64, 0], [-127, 64, 0]]  # halves go to the even neighbour
    assert values.dtype == torch.int8
    torch.testing.assert_close(scales, torch.tensor([1.0, 0.002]))


def test_a_row_of_zeros_stays_zeros() -> None:
    values, scales = quantize_rows(torch.tensor([[0.0, 0.0], [1.0, -1.0]]))
    assert values.tolist() == [[0, 0], [127, -127]]
    assert scales[0] == SMALLEST_SCALE
    assert torch.equal(dequantize_rows(values, scales)[0], torch.zeros(2))


def test_the_error_is_half_a_step_at_most() -> None:
    weight = torch.randn(50, 30)
    values, scales = quantize_rows(weight)
    steps = (weight - dequantize_rows(values, scales)).abs() / scales[:, None]
    assert 0.4 < steps.max() <= 0.5 + 1e-4  # 1e-4: the division and the product round in float32


def test_quantizing_again_changes_nothing() -> None:
    values, scales = quantize_rows(torch.randn(200, 64))
    again, scales_again = quantize_rows(dequantize_rows(values, scales))
    assert torch.equal(again, values)
    torch.testing.assert_close(scales_again, scales, rtol=1e-6, atol=0)


def test_a_parameter_gives_tensors_without_gradient() -> None:
    values, scales = quantize_rows(torch.nn.Parameter(torch.randn(3, 4).half()))
    assert not scales.requires_grad and scales.dtype == torch.float32
    assert values.shape == (3, 4) and scales.shape == (3,)
