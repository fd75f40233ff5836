"""A step's attention is torch's over joined keys, whatever the number of hypotheses."""

import pytest
import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention

from exporters.capture.masks import MASKED
from exporters.capture.translation.attention import step_attention
from exporters.capture.translation.cache import Grown

HEADS, WIDTH, CAPACITY, LENGTH = 4, 8, 6, 5


def random(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(sum(shape)))


@pytest.mark.parametrize("rows", [1, HEADS])
@pytest.mark.parametrize("hypotheses", [1, 3])
def test_over_the_cache_and_the_new_token(hypotheses: int, rows: int) -> None:
    query = random(hypotheses, HEADS, 1, WIDTH)
    past = [random(hypotheses * HEADS, CAPACITY, WIDTH) * n for n in (2, 3)]
    new = [random(hypotheses * HEADS, 1, WIDTH) * n for n in (2, 3)]
    mask = random(1, rows, 1, CAPACITY + 1)
    mask[..., 4:CAPACITY] = MASKED
    key, value = (Grown(p, n) for p, n in zip(past, new, strict=True))
    found, weights = step_attention(nn.Identity(), query, key, value, mask, scaling=0.3)
    shape = (hypotheses, HEADS, CAPACITY + 1, WIDTH)
    joined = [torch.cat(pair, dim=1).reshape(shape) for pair in zip(past, new, strict=True)]
    expected = scaled_dot_product_attention(query, *joined, attn_mask=mask, scale=0.3)
    torch.testing.assert_close(found, expected.transpose(1, 2))
    assert weights is None


@pytest.mark.parametrize("hypotheses", [1, 3])
def test_over_the_source_that_hypotheses_share(hypotheses: int) -> None:
    query = random(hypotheses, HEADS, 1, WIDTH)
    key, value = random(HEADS, LENGTH, WIDTH) * 2, random(HEADS, LENGTH, WIDTH) * 3
    mask = torch.zeros(1, 1, 1, LENGTH)
    mask[..., 3:] = MASKED
    found, _ = step_attention(nn.Identity(), query, key, value, mask)
    expected = scaled_dot_product_attention(query, key[None], value[None], attn_mask=mask)
    torch.testing.assert_close(found, expected.transpose(1, 2))
