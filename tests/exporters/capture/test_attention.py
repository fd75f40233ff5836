import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from exporters.capture.attention import attention
from exporters.capture.masks import MASKED
from exporters.errors import Refused


def random(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("scaling", [None, 0.3])
def test_equals_torch(scaling: float | None) -> None:
    query, key, value = random(1, 4, 7, 8), random(1, 4, 7, 8) * 2, random(1, 4, 7, 8) * 3
    mask = torch.zeros(1, 1, 1, 7)
    mask[..., 5:] = MASKED
    found, weights = attention(nn.Identity(), query, key, value, mask, scaling=scaling)
    expected = scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=scaling)
    torch.testing.assert_close(found, expected.transpose(1, 2))
    assert weights is None


def test_masked_keys_weigh_nothing() -> None:
    query, key, value = random(1, 2, 5, 4), random(1, 2, 5, 4), random(1, 2, 5, 4)
    mask = torch.zeros(1, 1, 1, 5)
    mask[..., 3:] = MASKED
    found, _ = attention(nn.Identity(), query, key, value, mask)
    value[:, :, 3:] = 1e3
    again, _ = attention(nn.Identity(), query, key, value, mask)
    assert torch.equal(found, again)


@pytest.mark.parametrize("mask", [None, torch.zeros(1, 5)])
def test_other_masks_are_refused(mask: torch.Tensor | None) -> None:
    tensor = random(1, 2, 5, 4)
    with pytest.raises(Refused, match="another mask"):
        attention(nn.Identity(), tensor, tensor, tensor, mask)
