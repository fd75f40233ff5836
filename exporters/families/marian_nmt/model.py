"""Marian's networks in PyTorch, by transformers' Marian and what it has no words for.

marian-dev, src/models/transformer.h: a decoder that remembers rows, layer norms before or after,
positions by Marian's own frequencies, and translations that begin with no word at all.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from transformers import DynamicCache, EncoderDecoderCache
from transformers.cache_utils import Cache
from transformers.modeling_outputs import (
    BaseModelOutput,
    BaseModelOutputWithPastAndCrossAttentions,
)
from transformers.models.marian.modeling_marian import (
    MarianAttention,
    MarianDecoder,
    MarianDecoderLayer,
    MarianEncoder,
    MarianEncoderLayer,
    MarianModel,
    MarianMTModel,
    MarianSinusoidalPositionalEmbedding,
)

from exporters.families.marian_nmt.config import MarianNmtConfig
from exporters.families.marian_nmt.ssru import Ssru, keep_rows_

_LONGEST_WAVE = 10000.0
EPSILON = 1e-6
"""Of a layer norm: marian-dev, src/layers/generic.h."""


class Sinusoids(MarianSinusoidalPositionalEmbedding):
    """sin(t w_i), then cos(t w_i), with w_i = 10000^(-i / (d/2 - 1)): tensor2tensor's frequencies,
    whose last is 1/10000, where transformers' Marian has the exponent -2i / d."""

    def create_weight(self) -> torch.Tensor:
        positions, width = self.weight.shape
        half = width // 2
        steps = torch.arange(half, dtype=torch.float64) / max(half - 1, 1)
        angles = torch.arange(positions, dtype=torch.float64)[:, None] * _LONGEST_WAVE**-steps
        return torch.cat((angles.sin(), angles.cos()), dim=1).to(self.weight.dtype)


class Started(nn.Module):
    """What the row of a word is multiplied by: 0 at the first position, where no word was said yet,
    and 1 from then on. Marian has no start token; whichever id is handed in counts for nothing."""

    def forward(self, position: torch.Tensor) -> torch.Tensor:
        """(time,) to (time, 1)."""
        return (position > 0).to(torch.float32).unsqueeze(-1)


def _norm(config: MarianNmtConfig, wanted: bool) -> nn.Module:
    return nn.LayerNorm(config.d_model, eps=EPSILON) if wanted else nn.Identity()


class EncoderLayer(MarianEncoderLayer):
    """Attention and feed-forward, each between the norms that the configuration wants."""

    def __init__(self, config: MarianNmtConfig, layer_idx: int) -> None:
        super().__init__(config, layer_idx)
        _set_norms_(self, config, ("self_attn_layer_norm", "final_layer_norm"))

    def forward(
        self, hidden_states: torch.Tensor, attention_mask: torch.Tensor | None, **options: Any
    ) -> torch.Tensor:
        """(batch, time, width) to the same."""

        def attended(x: torch.Tensor) -> torch.Tensor:
            return self.self_attn(x, attention_mask=attention_mask, **options)[0]

        x = _sublayer(self, hidden_states, attended, "self_attn_layer_norm")
        return _sublayer(self, x, lambda x: _fed(self, x), "final_layer_norm")


class DecoderLayer(MarianDecoderLayer):
    """The same, with the attention over the source between the two."""

    self_attn: Any  # MarianAttention, or an Ssru in its place

    def __init__(self, config: MarianNmtConfig, layer_idx: int) -> None:
        super().__init__(config, layer_idx)
        if config.is_recurrent:
            self.self_attn = Ssru(config.d_model, layer_idx, config.rnn_projection)
        own = ("self_attn_layer_norm", "encoder_attn_layer_norm", "final_layer_norm")
        _set_norms_(self, config, own)

    def forward(
        self,
        hidden_states: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        encoder_hidden_states: torch.Tensor | None = None,
        encoder_attention_mask: torch.Tensor | None = None,
        cache: Cache | None = None,
        use_cache: bool | None = True,  # noqa: ARG002  (as transformers calls its layers)
        **options: Any,
    ) -> torch.Tensor:
        """(batch, time, width) to the same."""

        def remembered(x: torch.Tensor) -> torch.Tensor:
            past = {"cache": cache, "attention_mask": attention_mask}
            return self.self_attn(x, **past, **options)[0]

        def attended(x: torch.Tensor) -> torch.Tensor:
            return self.encoder_attn(
                x,
                key_value_states=encoder_hidden_states,
                attention_mask=encoder_attention_mask,
                cache=cache,
                **options,
            )[0]

        x = _sublayer(self, hidden_states, remembered, "self_attn_layer_norm")
        x = _sublayer(self, x, attended, "encoder_attn_layer_norm")
        return _sublayer(self, x, lambda x: _fed(self, x), "final_layer_norm")


def _set_norms_(layer: nn.Module, config: MarianNmtConfig, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(layer, name, _norm(config, config.normalize_after))
        setattr(layer, f"{name}_before", _norm(config, config.normalize_before))


def _sublayer(
    layer: nn.Module,
    x: torch.Tensor,
    made: Callable[[torch.Tensor], torch.Tensor],
    norm: str,
) -> torch.Tensor:
    """norm(x + made(norm(x))), with the norms that there are."""
    found = made(getattr(layer, f"{norm}_before")(x))
    dropped = nn.functional.dropout(found, p=layer.dropout, training=layer.training)  # type: ignore[arg-type]
    summed: torch.Tensor = getattr(layer, norm)(x + dropped)
    return summed


def _fed(layer: Any, x: torch.Tensor) -> torch.Tensor:
    active = layer.activation_fn(layer.fc1(x))
    rate = layer.activation_dropout
    found: torch.Tensor = layer.fc2(nn.functional.dropout(active, p=rate, training=layer.training))
    return found


class Encoder(MarianEncoder):
    """transformers' with our layers, positions and the norm behind the last layer."""

    _can_record_outputs = {"hidden_states": EncoderLayer, "attentions": MarianAttention}

    def __init__(self, config: MarianNmtConfig) -> None:
        super().__init__(config)
        self.embed_positions = Sinusoids(config.max_position_embeddings, config.d_model)
        count = config.encoder_layers
        self.layers = nn.ModuleList(EncoderLayer(config, at) for at in range(count))
        self.top_layer_norm = _norm(config, config.normalize_top)
        self.post_init()

    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
        inputs_embeds: torch.Tensor | None = None,
        **options: Any,
    ) -> BaseModelOutput:
        """As ``MarianEncoder.forward``, with its names: ``generate`` hands over what is named."""
        found = super().forward(input_ids, attention_mask, inputs_embeds, **options)
        found["last_hidden_state"] = self.top_layer_norm(found["last_hidden_state"])
        return found


class Decoder(MarianDecoder):
    """The same; a first step has no word before it."""

    _can_record_outputs = {"hidden_states": DecoderLayer}

    def __init__(self, config: MarianNmtConfig) -> None:
        super().__init__(config)
        self.embed_positions = Sinusoids(config.max_position_embeddings, config.d_model)
        count = config.decoder_layers
        self.layers = nn.ModuleList(DecoderLayer(config, at) for at in range(count))
        self.top_layer_norm = _norm(config, config.normalize_top)
        self.started = Started()
        self.post_init()

    def forward(
        self,
        input_ids: torch.Tensor | None = None,
        cache: Cache | None = None,
        inputs_embeds: torch.Tensor | None = None,
        use_cache: bool | None = None,
        **options: Any,
    ) -> BaseModelOutputWithPastAndCrossAttentions:
        """As ``MarianDecoder.forward``."""
        wanted = self.config.use_cache if use_cache is None else use_cache
        kept = self._new_cache() if wanted and cache is None else cache
        if self.config.is_recurrent:
            keep_rows_(kept, len(self.layers))
        words = self.embed_tokens(input_ids) if inputs_embeds is None else inputs_embeds
        past = 0 if kept is None else kept.get_seq_length()
        positions = torch.arange(words.shape[1], device=words.device) + past
        found = super().forward(
            inputs_embeds=words * self.started(positions).to(words.dtype),
            cache=kept,
            use_cache=wanted,
            **options,
        )
        found["last_hidden_state"] = self.top_layer_norm(found["last_hidden_state"])
        return found

    def _new_cache(self) -> Cache:
        own, cross = DynamicCache(config=self.config), DynamicCache(config=self.config)
        return EncoderDecoderCache(own, cross)


class MarianNmtModel(MarianModel):
    """transformers' with our two stacks."""

    config: MarianNmtConfig

    def __init__(self, config: MarianNmtConfig) -> None:
        super().__init__(config)
        self.encoder, self.decoder = Encoder(config), Decoder(config)
        self.post_init()


class MarianNmtForConditionalGeneration(MarianMTModel):
    """A translator. Logits are of every word of the target, and ``final_logits_bias`` is the output
    layer's bias, zeros where it has none."""

    config: MarianNmtConfig

    def __init__(self, config: MarianNmtConfig) -> None:
        super().__init__(config)
        self.model = MarianNmtModel(config)
        self.post_init()
