"""A matrix that was rounded before is not rounded again."""

import torch

from exporters.precision.int8 import SMALLEST_SCALE, dequantize_rows, quantize_rows


def rounded_matrix(multiplier: float = 317.3) -> tuple[torch.Tensor, torch.Tensor]:
    """Integers with one scale for all, of which each row has its own largest; and their floats."""
    generator = torch.Generator().manual_seed(4)
    values = torch.randint(-90, 91, (40, 24), generator=generator)
    values[7, 3], values[12] = 127, 0
    return values.to(torch.int8), values.float() / torch.tensor(multiplier)


def test_integers_with_one_scale_are_found_again() -> None:
    values, weight = rounded_matrix()
    found, scales = quantize_rows(weight)
    assert torch.equal(found, values)
    expected = torch.full((40,), 1 / 317.3)
    expected[12] = SMALLEST_SCALE
    torch.testing.assert_close(scales, expected)
    again, same = quantize_rows(dequantize_rows(found, scales))
    assert torch.equal(again, found)
    torch.testing.assert_close(same, scales)


def test_one_weight_between_two_steps_is_enough_for_scales_of_rows() -> None:
    _, weight = rounded_matrix()
    weight[20, 5] += 0.4 / 317.3
    _, scales = quantize_rows(weight)
    assert len(set(scales.tolist())) > 10


def test_what_was_never_rounded_has_a_scale_a_row() -> None:
    weight = torch.randn(40, 24, generator=torch.Generator().manual_seed(1))
    _, scales = quantize_rows(weight)
    torch.testing.assert_close(scales, weight.abs().amax(1) / 127)
