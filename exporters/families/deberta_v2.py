"""DeBERTa-v2 and -v3: disentangled attention without gathers.

score_ij = (q_i k_j + q_i K(r_(i-j)) + Q(r_(i-j)) k_j) / sqrt(3 d)    (He et al. 2021, equation 4)

r has one learned row for each bucket of distances; K and Q project it as keys and queries are.
"""

import math
from dataclasses import replace

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.deberta_v2.modeling_deberta_v2 import (
    DebertaV2Encoder,
    DisentangledSelfAttention,
    make_log_bucket_position,
)

from exporters.capture.activations import exportable
from exporters.capture.attention import bmm_attention
from exporters.capture.masks import additive_mask
from exporters.capture.network import Network, twin
from exporters.capture.seats import reseated
from exporters.capture.skew import Skew
from exporters.families import bert
from exporters.families.attention import AttentionMap, Part, named
from exporters.families.family import ClassifierFamily


class Distances(nn.Module):
    """The learned rows r, one for each distance that an input of ``max_length`` tokens has.

    The rows are normalized and spread from buckets to distances here, once. What is stored and
    counted is this table: 2 max_length + 1 rows instead of two for each bucket.
    """

    def __init__(self, encoder: DebertaV2Encoder, max_length: int) -> None:
        super().__init__()
        attention = encoder.layer[0].attention.self
        rows = encoder.get_rel_embedding()[_row_of(attention, max_length)]
        self.table = nn.Embedding.from_pretrained(rows.detach().contiguous())
        self.max_length = max_length

    def forward(self, time: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Two of (2 time, hidden): distances time - 1 down to -time, and 1 - time up to time."""
        column = torch.arange(2 * time)
        down = self.table(column + (self.max_length + 1 - time))
        return down, self.table((self.max_length + time - 1) - column)


def _row_of(attention: DisentangledSelfAttention, max_length: int) -> torch.Tensor:
    """(2 max_length + 1) row numbers for the distances max_length down to -max_length."""
    distance = max_length - torch.arange(2 * max_length + 1)
    span = attention.pos_ebd_size
    if attention.position_buckets > 0:
        distance = make_log_bucket_position(
            distance, attention.position_buckets, attention.max_relative_positions
        ).long()
    return (distance + span).clamp(0, 2 * span - 1)


class Attention(nn.Module):
    """Takes the seat of DisentangledSelfAttention; shares its projections."""

    def __init__(self, stock: DisentangledSelfAttention) -> None:
        super().__init__()
        self.query, self.key, self.value = stock.query_proj, stock.key_proj, stock.value_proj
        self.heads = stock.num_attention_heads
        terms = 1 + len({"c2p", "p2c"} & set(stock.pos_att_type))
        self.scale = 1 / math.sqrt(stock.attention_head_size * terms)
        self.position_key = _position_projection(stock, "c2p", "key_proj")
        self.position_query = _position_projection(stock, "p2c", "query_proj")
        self.skew = Skew()

    def forward(
        self,
        hidden: torch.Tensor,
        mask: torch.Tensor,
        output_attentions: bool = False,  # noqa: ARG002  (the layer passes these three)
        query_states: torch.Tensor | None = None,  # noqa: ARG002
        relative_pos: tuple[torch.Tensor, torch.Tensor] | None = None,
        rel_embeddings: torch.Tensor | None = None,  # noqa: ARG002
    ) -> tuple[torch.Tensor, None]:
        """hidden (1, time, width), mask (1, 1, time), relative_pos of ``Distances``."""
        down, up = relative_pos or (None, None)
        query, key = self._heads(self.query(hidden)) * self.scale, self._heads(self.key(hidden))
        bias = mask
        if self.position_key is not None:
            rows = self._heads(self.position_key(down))
            bias = bias + self.skew(torch.bmm(query, rows.transpose(1, 2)))
        if self.position_query is not None:
            rows = self._heads(self.position_query(up)) * self.scale
            bias = bias + self.skew(torch.bmm(key, rows.transpose(1, 2))).transpose(1, 2)
        product = bmm_attention(query, key, self._heads(self.value(hidden)), bias)
        return product.transpose(0, 1).reshape(1, -1, self.heads * product.shape[-1]), None

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(..., time, width) to (heads, time, width / heads)."""
        return x.reshape(-1, self.heads, x.shape[-1] // self.heads).transpose(0, 1)


def _position_projection(
    stock: DisentangledSelfAttention, term: str, shared: str
) -> nn.Module | None:
    if not stock.relative_attention or term not in stock.pos_att_type:
        return None
    return getattr(stock, shared if stock.share_att_key else f"pos_{shared}")


class Encoder(nn.Module):
    """Takes the seat of DebertaV2Encoder: the same layers, told the mask and the window once."""

    def __init__(self, stock: DebertaV2Encoder, max_length: int) -> None:
        super().__init__()
        self.layer = nn.ModuleList(reseated(layer, _attention) for layer in stock.layer)
        self.conv = stock.conv
        self.distances = Distances(stock, max_length) if stock.relative_attention else None

    def forward(
        self,
        hidden: torch.Tensor,
        attention_mask: torch.Tensor,
        output_hidden_states: bool = True,  # noqa: ARG002  (the model always asks for them)
        output_attentions: bool = False,  # noqa: ARG002
        return_dict: bool = True,  # noqa: ARG002
    ) -> BaseModelOutput:
        """hidden (1, time, width), attention_mask (1, time) of 0 and 1."""
        mask = additive_mask(attention_mask).reshape(1, 1, -1)
        window = None if self.distances is None else self.distances(hidden.shape[1])
        states: tuple[torch.Tensor, ...] = (hidden,)
        for layer in self.layer:
            states += layer(states[-1], mask, relative_pos=window)[:1]
            if len(states) == 2 and self.conv is not None:
                states = (hidden, self.conv(hidden, states[-1], attention_mask))
        return BaseModelOutput(last_hidden_state=states[-1], hidden_states=states)


def _attention(_: str, module: nn.Module) -> nn.Module | None:
    return Attention(module) if isinstance(module, DisentangledSelfAttention) else None


def network(model: PreTrainedModel, max_length: int) -> Network:
    """The model with ``Encoder`` in it; it takes the mask of 0 and 1 as it is."""

    def encoder(_: str, module: nn.Module) -> nn.Module | None:
        return Encoder(module, max_length) if isinstance(module, DebertaV2Encoder) else None

    return Network(reseated(exportable(twin(model)), encoder), nn.Identity())


NAMES = replace(bert.NAMES, query="self.query_proj", key="self.key_proj", value="self.value_proj")
_BY_CONTENT = ("c2p", "p2c")
"""Biases by what a token says, and how far away another is."""


def attentions(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """With the layers that project positions, where it has some of its own."""
    modules, config = dict(model.named_modules()), model.config
    asked = config.pos_att_type or () if config.relative_attention else ()
    terms = {*_BY_CONTENT} & {*asked}
    return tuple(
        replace(
            each,
            others=tuple(
                Part(path)
                for name in ("pos_key_proj", "pos_query_proj")
                if (path := f"{each.path}.{name}") in modules
            ),
            # A row for each distance, of which there are two for each token.
            products=each.products + 2 * len(terms),
        )
        for each in named(model, NAMES)
    )


FAMILY = ClassifierFamily(
    attentions=attentions,
    attends="a bias by the distance of two tokens is a part of its scores",
    stacks=bert.STACKS,
    feed_forwards=bert.FORWARDS,
    made_tables=("encoder.LayerNorm",),
    network=network,
)
