"""A new Marian model, and the attention that it is trained with."""

from typing import Any

import torch
from torch import nn
from transformers import (
    AttentionInterface,
    AttentionMaskInterface,
    MarianMTModel,
    set_seed,
)
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from exporters.families.marian_nmt.config import SELF_ATTENTION
from exporters.families.marian_nmt.model import MarianNmtForConditionalGeneration
from mobilec.training.translation.options import TranslationOptions

FLOAT32_ATTENTION = "mobilec_float32_sdpa"
"""The name under which transformers knows ``_float32_attention``."""


EMBEDDING_STD = 0.03
"""Half of what is usual at a width of 256: the table is the output layer too, and with wider rows
the first hundred steps go into making the logits smaller, by a shift common to all rows."""
WEIGHT_STD = 0.04
BRANCH_ENDS = ("out_proj.weight", "fc2.weight", "input_proj.weight")
"""Of attention, feed-forward network and SSRU."""
BRANCH_GAIN = 0.5
"""Of the matrices that end a branch. Post-norm encoders begin by averaging: with the usual weights
and six layers, a fifth of the deviation between the words of a sentence reaches the decoder before
training (measured), and a run fell to 0.005 % within 1,800 steps and learned no translation."""


def new_model(
    options: TranslationOptions, frequencies: torch.Tensor, pad: int, eos: int
) -> MarianMTModel:
    """A model of ``options.shape`` with random weights, which depend on the seed alone.

    ``frequencies`` (vocabulary,) count the pieces of the target text. Their logarithms are the
    bias of the output layer, which Marian keeps constant: so the first steps, of the highest
    gradients, need not teach them to the weights.
    """
    vocabulary = len(frequencies)
    set_seed(options.seed)
    shape = options.shape
    kind: Any = (
        MarianMTModel if shape.decoder == SELF_ATTENTION else MarianNmtForConditionalGeneration
    )
    own: dict[str, Any] = (
        {} if shape.decoder == SELF_ATTENTION else {"decoder_autoreg": shape.decoder}
    )
    config = kind.config_class(
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
        init_std=WEIGHT_STD,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        pad_token_id=pad,
        eos_token_id=eos,
        bos_token_id=None,
        decoder_start_token_id=pad,
        forced_eos_token_id=eos,
        **own,
    )
    model: MarianMTModel = kind(config)
    _begin_(model, frequencies)
    AttentionInterface.register(FLOAT32_ATTENTION, _float32_attention)
    AttentionMaskInterface.register(FLOAT32_ATTENTION, sdpa_mask)
    model.set_attn_implementation(FLOAT32_ATTENTION)
    return model


@torch.no_grad()
def _begin_(model: MarianMTModel, frequencies: torch.Tensor) -> None:
    """Weights to begin with, see the constants above."""
    model.get_parameter("model.shared.weight").mul_(EMBEDDING_STD / WEIGHT_STD)
    for name, matrix in model.named_parameters():
        if name.endswith(BRANCH_ENDS):
            matrix.mul_(BRANCH_GAIN)
        if "embed_positions" in name:
            # They are sines, and are to stay so.
            matrix.requires_grad_(False)
    # Half a piece for those that never came.
    bias = ((frequencies + 0.5) / frequencies.sum()).log()
    model.get_buffer("final_logits_bias").copy_(bias)


def _float32_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **settings: Any,
) -> tuple[torch.Tensor, None]:
    """Attention in float32, also where the products around it are bfloat16.

    The backward pass of PyTorch's fused attention takes far longer in bfloat16, also where the
    processor has it (benchmarks/README.md, "training in bfloat16").
    """
    with torch.autocast(query.device.type, enabled=False):
        output, _ = sdpa_attention_forward(
            module, query.float(), key.float(), value.float(), attention_mask, **settings
        )
    return output, None
