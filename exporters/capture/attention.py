"""Scaled dot-product attention, once for every architecture, in the form that back ends lower best.

softmax(Q K^T / sqrt(d) + M) V      (Vaswani et al. 2017, section 3.2.1, with an additive mask M)

Written as 3-D batched products over the heads: XNNPACK takes them whole, and neither the default
lowering of ``scaled_dot_product_attention`` nor 4-D ``matmul`` (benchmarks/README.md, "attention
of a .pte").
"""

import torch
from transformers import AttentionInterface

from exporters.errors import Refused

NAME = "mobilec"


def attention(
    module: torch.nn.Module,  # noqa: ARG001
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,  # noqa: ARG001
    **unused: object,  # noqa: ARG001  (transformers hands its flags to every implementation)
) -> tuple[torch.Tensor, None]:
    """query, key, value (1, heads, time, width), mask (1, 1 or heads, 1 or time, time).

    Returns (1, time, heads, width) and no weights, as transformers asks of an implementation.
    """
    if attention_mask is None or attention_mask.dim() != 4:
        raise Refused("its attention is given another mask than the one it was called with")
    heads, _, width = query.shape[1:]
    scale = width**-0.5 if scaling is None else scaling
    product = bmm_attention(
        query.reshape(query.shape[1:]) * scale,
        key.reshape(key.shape[1:]),
        value.reshape(value.shape[1:]),
        attention_mask.reshape(attention_mask.shape[1:]),
    )
    return product.transpose(0, 1).reshape(1, product.shape[1], heads, width), None


def bmm_attention(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, bias: torch.Tensor
) -> torch.Tensor:
    """Scaled query, key, value (heads, time, width), bias broadcast to (heads, time, time)."""
    scores = torch.bmm(query, key.transpose(1, 2)) + bias
    return torch.bmm(torch.softmax(scores, dim=-1), value)


def register() -> None:
    """Makes ``attention`` known to transformers under NAME; again does no harm."""
    AttentionInterface.register(NAME, attention)
