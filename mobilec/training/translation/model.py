"""A new Marian model, and the attention that it is trained with."""

from typing import Any

import torch
from torch import nn
from transformers import (
    AttentionInterface,
    AttentionMaskInterface,
    MarianConfig,
    MarianMTModel,
    set_seed,
)
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from mobilec.training.translation.options import TranslationOptions

FLOAT32_ATTENTION = "mobilec_float32_sdpa"
"""The name under which transformers knows ``_float32_attention``."""


def new_model(options: TranslationOptions, vocabulary: int, pad: int, eos: int) -> MarianMTModel:
    """A model of ``options.shape`` with random weights, which depend on the seed alone."""
    set_seed(options.seed)
    shape = options.shape
    config = MarianConfig(
        vocab_size=vocabulary,
        decoder_vocab_size=vocabulary,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        max_position_embeddings=shape.positions,
        activation_function="relu",
        dropout=options.dropout,
        # Dropout here would leave the fused attention, and cost a tenth of the time.
        attention_dropout=0.0,
        activation_dropout=0.0,
        # So wide that the scaled rows (times the root of the width) stand out from positions.
        init_std=shape.width**-0.5,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        pad_token_id=pad,
        eos_token_id=eos,
        bos_token_id=None,
        decoder_start_token_id=pad,
        forced_eos_token_id=eos,
    )
    model = MarianMTModel(config)
    AttentionInterface.register(FLOAT32_ATTENTION, _float32_attention)
    AttentionMaskInterface.register(FLOAT32_ATTENTION, sdpa_mask)
    model.set_attn_implementation(FLOAT32_ATTENTION)
    return model


def _float32_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **settings: Any,
) -> tuple[torch.Tensor, None]:
    """Attention in float32, also where the products around it are bfloat16.

    Measured on a CPU with avx512_bf16 (sentences of 13 pieces): the backward pass of PyTorch's
    fused attention takes ten times as long in bfloat16, 42 % of a whole training step.
    """
    with torch.autocast(query.device.type, enabled=False):
        output, _ = sdpa_attention_forward(
            module, query.float(), key.float(), value.float(), attention_mask, **settings
        )
    return output, None
