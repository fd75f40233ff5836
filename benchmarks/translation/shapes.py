"""Marian models with random weights in the two shapes that are timed, and what they are asked."""

from dataclasses import dataclass

import torch
from torch import nn
from transformers import MarianConfig, MarianMTModel

from benchmarks.translation.task import END, SOURCE_TOKENS, UNKNOWN

SENTENCES = 4
_GAIN = 0.5
"""Of the linears. With 1 all sentences and steps of six random layers come out alike."""


@dataclass(frozen=True)
class Shape:
    """Sizes of a Marian model; the pad token is the last word, as in all of opus-mt."""

    name: str
    width: int
    heads: int
    encoder_layers: int
    decoder_layers: int
    feed_forward: int
    words: int

    @property
    def pad(self) -> int:
        return self.words - 1


SHAPES = {
    "opus-mt": Shape("opus-mt", 512, 8, 6, 6, 2048, 58_101),
    "tiny": Shape("tiny", 256, 8, 6, 2, 1024, 32_000),
}


def marian(shape: Shape, seed: int = 0) -> MarianMTModel:
    """One table for both embeddings and the output layer, sinusoidal positions, post-norm.

    The signs before the output layer are random: else the row of the last token comes through, and
    every token is followed by itself.
    """
    model = MarianMTModel(_config(shape)).eval()
    generator = torch.Generator().manual_seed(seed)
    for module in model.modules():
        if isinstance(module, nn.Linear | nn.Embedding) and module.weight.requires_grad:
            noise = torch.randn(module.weight.shape, generator=generator)
            module.weight.data = noise * shape.width**-0.5 * _GAIN
    table = model.model.shared.weight.data
    table /= _GAIN
    table[shape.pad] = 0.0  # Marian starts a translation from nothing
    last = model.model.decoder.layers[-1].final_layer_norm.weight.data
    last *= torch.randint(0, 2, last.shape, generator=generator) * 2 - 1
    model.tie_weights()
    return model


def _config(shape: Shape) -> MarianConfig:
    return MarianConfig(
        vocab_size=shape.words,
        decoder_vocab_size=shape.words,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.feed_forward,
        decoder_ffn_dim=shape.feed_forward,
        max_position_embeddings=512,
        activation_function="swish",
        scale_embedding=True,
        pad_token_id=shape.pad,
        eos_token_id=END,
        forced_eos_token_id=None,
        decoder_start_token_id=shape.pad,
        bad_words_ids=[[shape.pad]],
    )


def sources(shape: Shape) -> list[list[int]]:
    """Random words, the same each time, each source with its end token."""
    generator = torch.Generator().manual_seed(1)
    size = (SENTENCES, SOURCE_TOKENS - 1)
    words = torch.randint(UNKNOWN + 1, shape.pad, size, generator=generator)
    return [[*row, END] for row in words.tolist()]
