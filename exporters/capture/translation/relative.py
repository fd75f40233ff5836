"""T5's bias, which depends on how far apart two tokens are.

softmax(Q K^T + B + M) V, where B_ij is learned for each head and each bucket of j - i
(Raffel et al. 2020, section 2.1)

The model's first layer computes B and hands it to the others. Here it is part of the mask, and the
logarithms of the buckets are taken once, at capture.
"""

from typing import cast

import torch
from torch import nn
from torch.nn.functional import embedding
from transformers import PreTrainedModel
from transformers.models.mt5.modeling_mt5 import MT5Attention
from transformers.models.t5.modeling_t5 import T5Attention

from exporters.capture.seats import reseated


class EncoderBias(nn.Module):
    """B of the encoder, looked up by distance: a row for each, not one for each pair."""

    def __init__(self, model: PreTrainedModel, max_source: int) -> None:
        super().__init__()
        distances = 2 * max_source + 1
        with torch.no_grad():
            rows = _biased(model.get_encoder()).compute_bias(
                1, distances, past_seen_tokens=max_source
            )
        self.farthest = max_source
        self.rows = nn.Buffer(rows.reshape(-1, distances).T.contiguous())

    def forward(self, time: int) -> torch.Tensor:
        """(1, heads, time, time)."""
        position = torch.arange(time)
        distance = position.reshape(1, -1) - position.reshape(-1, 1)
        return embedding(distance + self.farthest, self.rows).permute(2, 0, 1)[None]


def decoder_bias(model: PreTrainedModel, capacity: int) -> torch.Tensor:
    """B of the decoder for each position: (heads, capacity, capacity + 1).

    The last column is the new token's own, at distance 0.
    """
    with torch.no_grad():
        past = _biased(model.get_decoder()).compute_bias(capacity, capacity)[0]
    own = past[:, :1, :1].expand(-1, capacity, 1)
    return torch.cat((past, own), dim=2)


def unbiased(module: nn.Module, length: int) -> nn.Module | None:  # noqa: ARG001
    """Takes the seat of the attention that computes B: the same without it."""
    if not isinstance(module, T5Attention | MT5Attention):
        return None
    if not module.has_relative_attention_bias:
        return None
    twin = reseated(module, lambda *_: None)
    twin.has_relative_attention_bias = False
    del twin.relative_attention_bias
    return twin


def _biased(stack: nn.Module) -> T5Attention:
    """The attention of a stack that has the table of buckets: its first."""
    has = "has_relative_attention_bias"
    return cast(T5Attention, next(m for m in stack.modules() if getattr(m, has, False)))
