"""ModernBERT: rotary positions, layers that see only a window, joined projections taken apart.

rot(x) = x cos(p w) + half(x) sin(p w), half(x) = (-x2, x1)    (Su et al. 2021, equation 34)
"""

from functools import partial
from typing import cast

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput
from transformers.models.modernbert.modeling_modernbert import (
    ModernBertAttention,
    ModernBertForSequenceClassification,
    ModernBertMLP,
    ModernBertRotaryEmbedding,
)

from exporters.capture.activations import exportable
from exporters.capture.attention import bmm_attention
from exporters.capture.masks import MASKED, additive_mask
from exporters.capture.network import Network, twin
from exporters.capture.seats import reseated
from exporters.families.attention import Names, named
from exporters.families.family import ClassifierFamily
from exporters.families.layers import ForwardNames, StackNames, feeding, stacked


class Masks(nn.Module):
    """What global and local layers see, and which tokens count when the model takes their mean."""

    def __init__(self, window: int, max_length: int) -> None:
        super().__init__()
        self.window = window
        self.position = nn.Buffer(torch.arange(max_length + 1, dtype=torch.float32))

    def forward(self, attention_mask: torch.Tensor) -> dict[str, torch.Tensor]:
        """(1, time) of 0 and 1 to masks (1, 1, time), (1, time, time) and to (1, 1, time).

        The window is clamp(|i - j| - window, 0, 1): floats alone, which every back end takes; a
        stored table would be 268 MB for 8192 tokens.
        """
        position = self.position[: attention_mask.shape[1]]
        distance = (position.reshape(1, 1, -1) - position.reshape(1, -1, 1)).abs()
        padding = additive_mask(attention_mask).reshape(1, 1, -1)
        return {
            "full_attention": padding,
            "sliding_attention": padding + MASKED * (distance - self.window).clamp(0.0, 1.0),
            "tokens": attention_mask.to(torch.float32).reshape(1, 1, -1),
        }


class Rotary(nn.Module):
    """cos(p w) and sin(p w) of each kind of layer, stored for every position."""

    def __init__(self, stock: ModernBertRotaryEmbedding, max_length: int) -> None:
        super().__init__()
        position = torch.arange(max_length + 1).reshape(1, -1)
        for kind in stock.layer_types:
            for name, table in zip(
                ("cos", "sin"), stock(torch.ones(1), position, kind), strict=True
            ):
                self.register_buffer(f"{kind}_{name}", table)

    def forward(
        self,
        hidden: torch.Tensor,
        position_ids: torch.Tensor,  # noqa: ARG002  (always 0, 1, 2, ...)
        kind: str,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Two of (1, time, head width)."""
        tables = (self.get_buffer(f"{kind}_{name}") for name in ("cos", "sin"))
        cos, sin = (table[:, : hidden.shape[1]] for table in tables)
        return cos, sin


class Attention(nn.Module):
    """Takes the seat of ModernBertAttention: three linears and half(x) as a product.

    Slices and concatenations at every layer would cut the network for XNNPACK: two layers are 8
    delegates as transformers has them and 3 in this form.
    """

    def __init__(self, stock: ModernBertAttention) -> None:
        super().__init__()
        self.query, self.key, self.value = split(stock.Wqkv, 3)
        self.output, self.width = stock.Wo, stock.head_dim
        identity = torch.eye(self.width // 2)
        zero = torch.zeros_like(identity)
        swap = torch.cat([torch.cat([zero, -identity], 1), torch.cat([identity, zero], 1)])
        self.swap = nn.Buffer(swap)

    def forward(
        self,
        hidden: torch.Tensor,
        position_embeddings: tuple[torch.Tensor, torch.Tensor],
        attention_mask: torch.Tensor,
    ) -> tuple[torch.Tensor, None]:
        """hidden (1, time, width), mask (1, 1 or time, time)."""
        query = self._rotated(self._heads(self.query(hidden)), *position_embeddings)
        key = self._rotated(self._heads(self.key(hidden)), *position_embeddings)
        value = self._heads(self.value(hidden))
        product = bmm_attention(query * self.width**-0.5, key, value, attention_mask)
        joined = product.transpose(0, 1).reshape(1, -1, product.shape[0] * self.width)
        return self.output(joined), None

    def _heads(self, x: torch.Tensor) -> torch.Tensor:
        """(1, time, width) to (heads, time, head width)."""
        return x.reshape(-1, x.shape[-1] // self.width, self.width).transpose(0, 1)

    def _rotated(self, x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
        return x * cos + nn.functional.linear(x, self.swap) * sin


class GatedLinear(nn.Module):
    """Takes the seat of ModernBertMLP: W_o (act(W_a x) * W_b x), with W_i taken apart."""

    def __init__(self, stock: ModernBertMLP) -> None:
        super().__init__()
        self.input, self.gate = split(stock.Wi, 2)
        self.act, self.output = stock.act, stock.Wo

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(self.act(self.input(x)) * self.gate(x))


class Part(nn.Module):
    """Some of the outputs of a module that is no plain linear (several in its seat, one behind the
    other). Parts on one input ask for the same products, which are computed once."""

    def __init__(self, joined: nn.Module, start: int, size: int) -> None:
        super().__init__()
        self.joined, self.start, self.size = joined, start, size

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., size)."""
        whole: torch.Tensor = self.joined(x)
        return whole[..., self.start : self.start + self.size]


def split(joined: nn.Module, parts: int) -> list[nn.Module]:
    """Linears that share the storage of one, each with an equal share of its outputs."""
    size = cast(int, joined.out_features) // parts
    if not isinstance(joined, nn.Linear):
        return [Part(joined, start * size, size) for start in range(parts)]
    pieces: list[nn.Module] = []
    for start in range(0, joined.out_features, size):
        piece = nn.Linear(1, 1, bias=joined.bias is not None, device="meta")
        piece.in_features, piece.out_features = joined.in_features, size
        piece.weight = nn.Parameter(joined.weight.detach()[start : start + size])
        if joined.bias is not None:
            piece.bias = nn.Parameter(joined.bias.detach()[start : start + size])
        pieces.append(piece)
    return pieces


class MeanPooled(nn.Module):
    """The classifier over the mean of all tokens (``classifier_pooling: mean``).

    transformers multiplies by the mask that it was given, which here is the dictionary of masks.
    """

    def __init__(self, model: ModernBertForSequenceClassification) -> None:
        super().__init__()
        self.model, self.head, self.classifier = model.model, model.head, model.classifier

    def forward(
        self, input_ids: torch.Tensor, attention_mask: dict[str, torch.Tensor]
    ) -> SequenceClassifierOutput:
        hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        tokens = attention_mask["tokens"]
        mean = torch.bmm(tokens / tokens.sum(-1, keepdim=True), hidden).reshape(1, -1)
        return SequenceClassifierOutput(logits=self.classifier(self.head(mean)))


def network(model: PreTrainedModel, max_length: int) -> Network:
    """The model with its attention, its MLP and its positions in the forms of this file."""

    def choose(_: str, module: nn.Module) -> nn.Module | None:
        if isinstance(module, ModernBertAttention):
            return Attention(module)
        if isinstance(module, ModernBertMLP):
            return GatedLinear(module)
        return Rotary(module, max_length) if isinstance(module, ModernBertRotaryEmbedding) else None

    copied = reseated(exportable(twin(model)), choose)
    if model.config.classifier_pooling == "mean":
        pooled: nn.Module = MeanPooled(cast(ModernBertForSequenceClassification, copied))
    else:
        pooled = copied
    return Network(pooled, Masks(model.config.sliding_window, max_length))


NAMES = Names(at=".attn", query="Wqkv", key="Wqkv", value="Wqkv", output="Wo", width="head_dim")
"""Nothing counts its heads: what it makes is divided by their width."""

FAMILY = ClassifierFamily(
    attentions=partial(named, names=NAMES),
    attends="its query, key and value are one matrix, and its layers see windows of a text",
    stacks=partial(stacked, names=(StackNames("model.layers"),)),
    # What reaches the activation comes first, and its gate behind it.
    feed_forwards=partial(feeding, names=(ForwardNames(("Wi", "Wi"), "Wo"),)),
    network=network,
)
