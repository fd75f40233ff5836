import torch

from exporters.capture.masks import MASKED, additive_mask


def test_zero_for_tokens_and_a_large_negative_number_for_padding() -> None:
    mask = additive_mask(torch.tensor([[1, 1, 0]]))
    assert mask.dtype == torch.float32
    assert mask.tolist() == [[[[0.0, 0.0, MASKED]]]]


def test_masked_is_finite_in_half_precision_and_nothing_after_exp() -> None:
    assert torch.isfinite(torch.tensor(MASKED, dtype=torch.float16))
    assert torch.tensor(MASKED).exp() == 0
