"""Attention of one decoder step, for one token of each hypothesis.

softmax(Q K^T / sqrt(d) + M) V      (Vaswani et al. 2017, section 3.2.1)

The score of the new token is joined to the scores of the cache instead of its key to the keys:
a few floats are copied a step, not the cache. The source is the same for all hypotheses, so over
it they are rows of one product, as the tokens of a sentence are.
"""

from typing import cast

import torch
from transformers import AttentionInterface

from exporters.capture.attention import bmm_attention
from exporters.capture.translation.cache import Grown

NAME = "mobilec-step"


def step_attention(
    module: torch.nn.Module,  # noqa: ARG001
    query: torch.Tensor,
    key: torch.Tensor | Grown,
    value: torch.Tensor | Grown,
    attention_mask: torch.Tensor,
    scaling: float | None = None,
    dropout: float = 0.0,  # noqa: ARG001
    **unused: object,  # noqa: ARG001  (transformers hands its flags to every implementation)
) -> tuple[torch.Tensor, None]:
    """query (hypotheses, heads, 1, width); returns (hypotheses, 1, heads, width), no weights.

    ``attention_mask``: (1, heads or 1, 1, capacity + 1) over the cache and the new token, or
    (1, 1, 1, length) over the source.
    """
    hypotheses, heads, _, width = query.shape
    rows = query.reshape(hypotheses, heads, width) * (width**-0.5 if scaling is None else scaling)
    if isinstance(key, Grown):
        product = _over_past(rows, key, cast(Grown, value), attention_mask)
    else:
        product = _over_source(rows, key, cast(torch.Tensor, value), attention_mask)
    return product.reshape(hypotheses, 1, heads, width), None


def _over_past(query: torch.Tensor, key: Grown, value: Grown, mask: torch.Tensor) -> torch.Tensor:
    """query (hypotheses, heads, width) to (hypotheses * heads, 1, width)."""
    hypotheses, _, width = query.shape
    capacity = key.past.shape[1]
    flat = query.reshape(-1, 1, width)
    of_past = torch.bmm(flat, key.past.transpose(1, 2))
    of_new = torch.bmm(flat, key.new.transpose(1, 2))
    scores = _masked(torch.cat((of_past, of_new), dim=-1), mask, hypotheses)
    weights = torch.softmax(scores, dim=-1)
    past, new = weights[:, :, :capacity], weights[:, :, capacity:]
    return torch.bmm(past, value.past) + new * value.new


def _masked(scores: torch.Tensor, mask: torch.Tensor, hypotheses: int) -> torch.Tensor:
    """scores (hypotheses * heads, 1, keys), mask (1, heads or 1, 1, keys), to scores' shape.

    The scores' first axis is split only where hypotheses and heads both differ.
    """
    heads = mask.shape[1]
    if 1 in (hypotheses, heads):
        return scores + mask.reshape(heads, 1, -1)
    split = scores.reshape(hypotheses, heads, -1) + mask.reshape(1, heads, -1)
    return split.reshape(scores.shape)


def _over_source(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """query (hypotheses, heads, width), key and value (heads, length, width) to query's shape."""
    product = bmm_attention(_swapped(query), key, value, mask.reshape(1, 1, -1))
    return _swapped(product)


def _swapped(x: torch.Tensor) -> torch.Tensor:
    """(a, b, width) to (b, a, width); with one hypothesis that is a view, no copy."""
    first, second, width = x.shape
    return x.reshape(second, first, width) if 1 in (first, second) else x.transpose(0, 1)


def register() -> None:
    """Makes ``step_attention`` known to transformers under NAME; again does no harm."""
    AttentionInterface.register(NAME, step_attention)
