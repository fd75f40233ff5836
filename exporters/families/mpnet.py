"""MPNet: its own attention, with a bias that depends on the distance of two tokens.

softmax(Q K^T / sqrt(d) + B + M) V, where B_ij is learned for each head and each bucket of j - i
(Song et al. 2020, after Raffel et al. 2020, section 2.1)
"""

from dataclasses import replace

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder, MPNetSelfAttention

from exporters.capture.activations import exportable
from exporters.capture.attention import bmm_attention
from exporters.capture.masks import Additive
from exporters.capture.network import Network, twin
from exporters.capture.seats import reseated
from exporters.families import bert
from exporters.families.attention import AttentionMap, named, refuse_uneven
from exporters.families.family import ClassifierFamily


class PositionBias(nn.Module):
    """B, from the model's own table of buckets; only the bucket of each distance is made here."""

    def __init__(self, stock: MPNetEncoder, max_length: int) -> None:
        super().__init__()
        self.table = stock.relative_attention_bias
        self.farthest = max_length
        distance = torch.arange(-max_length, max_length + 1)
        self.bucket = nn.Buffer(stock.relative_position_bucket(distance))

    def forward(self, time: int) -> torch.Tensor:
        """(heads, time, time)."""
        position = torch.arange(time)
        distance = position.reshape(1, -1) - position.reshape(-1, 1)
        return self.table(self.bucket[distance + self.farthest]).permute(2, 0, 1)


class Attention(nn.Module):
    """Takes the seat of MPNetSelfAttention; shares its projections."""

    def __init__(self, stock: MPNetSelfAttention) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = stock.q, stock.k, stock.v, stock.o
        self.heads, self.scale = stock.num_attention_heads, stock.attention_head_size**-0.5

    def forward(
        self,
        hidden: torch.Tensor,
        mask: torch.Tensor,
        position_bias: torch.Tensor | None = None,  # noqa: ARG002  (in the mask)
        output_attentions: bool = False,  # noqa: ARG002
    ) -> tuple[torch.Tensor]:
        """hidden (1, time, width), mask with the bias (heads, time, time)."""
        query, key, value = (self._heads(linear(hidden)) for linear in (self.q, self.k, self.v))
        product = bmm_attention(query * self.scale, key, value, mask).transpose(0, 1)
        return (self.o(product.reshape(1, -1, self.heads * product.shape[-1])),)

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(1, time, width) to (heads, time, width / heads)."""
        return x.reshape(-1, self.heads, x.shape[-1] // self.heads).transpose(0, 1)


class Encoder(nn.Module):
    """Takes the seat of MPNetEncoder: the same layers, told mask and bias in one tensor."""

    def __init__(self, stock: MPNetEncoder, max_length: int) -> None:
        super().__init__()
        self.layer = nn.ModuleList(reseated(layer, _attention) for layer in stock.layer)
        self.position_bias = PositionBias(stock, max_length)

    def forward(
        self,
        hidden: torch.Tensor,
        attention_mask: torch.Tensor,
        output_attentions: bool = False,  # noqa: ARG002
        output_hidden_states: bool = False,  # noqa: ARG002
        return_dict: bool = True,  # noqa: ARG002
    ) -> BaseModelOutput:
        """hidden (1, time, width), attention_mask (1, 1, 1, time), additive."""
        mask = attention_mask.reshape(1, 1, -1) + self.position_bias(hidden.shape[1])
        for layer in self.layer:
            hidden = layer(hidden, mask)[0]
        return BaseModelOutput(last_hidden_state=hidden)


def _attention(_: str, module: nn.Module) -> nn.Module | None:
    return Attention(module) if isinstance(module, MPNetSelfAttention) else None


def network(model: PreTrainedModel, max_length: int) -> Network:
    """The model with ``Encoder`` in it."""
    refuse_uneven(model, attentions(model))

    def encoder(_: str, module: nn.Module) -> nn.Module | None:
        return Encoder(module, max_length) if isinstance(module, MPNetEncoder) else None

    return Network(reseated(exportable(twin(model)), encoder), Additive())


NAMES = replace(
    bert.NAMES, at=".attention.attn", query="q", key="k", value="v", output="o", inner=""
)


def attentions(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """All with one bias, which is by head."""
    paths = (path for path, _ in model.named_modules())
    bias = next((path for path in paths if path.endswith(".relative_attention_bias")), "")
    return tuple(replace(each, bias=bias, together=bias) for each in named(model, NAMES))


# Whatever its padding is, transformers' MPNet counts from 1.
FAMILY = ClassifierFamily(
    attentions=attentions,
    attends="a bias by the distance of two tokens is a part of its scores",
    stacks=bert.STACKS,
    feed_forwards=bert.FORWARDS,
    positions_after_padding=True,
    padding=1,
    network=network,
)
