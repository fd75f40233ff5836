"""A Hugging Face Marian as the file that Marian itself writes, which CTranslate2 converts.

Its other converter reads Hugging Face's checkpoints, but only beside torch, transformers and a
tokenizer. Names and layouts are those of Marian 1.x (``src/models/transformer.h``): matrices are
(in, out), and the pad word that transformers adds as the last one does not exist.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import MarianMTModel

from benchmarks.translation.shapes import Shape
from benchmarks.translation.task import word

MODEL, VOCABULARY = "model.npz", "vocabulary.yml"
Named = Iterator[tuple[str, torch.Tensor]]


def write(model: MarianMTModel, shape: Shape, folder: Path) -> None:
    """MODEL and VOCABULARY in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: tensor.detach().numpy() for name, tensor in _tensors(model)}
    described = np.frombuffer(_description(shape).encode() + b"\0", np.uint8)
    np.savez(folder / MODEL, **arrays, **{"special:model.yml": described})
    lines = (f"{word(token)}: {token}\n" for token in range(shape.pad))
    (folder / VOCABULARY).write_text("".join(lines))


def _description(shape: Shape) -> str:
    """What the converter asks of the options a Marian model was trained with."""
    options = {
        "type": "transformer",
        "enc-depth": shape.encoder_layers,
        "dec-depth": shape.decoder_layers,
        "transformer-heads": shape.heads,
        "transformer-ffn-activation": "swish",
        "transformer-preprocess": "''",
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": "false",
        "transformer-guided-alignment-layer": "last",
    }
    return "".join(f"{name}: {value}\n" for name, value in options.items())


def _tensors(model: MarianMTModel) -> Named:
    yield "Wemb", model.model.shared.weight[:-1]
    yield "decoder_ff_logit_out_b", model.final_logits_bias[:, :-1]
    for side, stack in (("encoder", model.model.encoder), ("decoder", model.model.decoder)):
        for number, layer in enumerate(stack.layers, start=1):
            scope = f"{side}_l{number}"
            yield from _attention(f"{scope}_self", layer.self_attn, layer.self_attn_layer_norm)
            if side == "decoder":
                norm = layer.encoder_attn_layer_norm
                yield from _attention(f"{scope}_context", layer.encoder_attn, norm)
            yield from _linear(f"{scope}_ffn", "1", layer.fc1)
            yield from _linear(f"{scope}_ffn", "2", layer.fc2)
            yield from _norm(f"{scope}_ffn_ffn", layer.final_layer_norm)


def _attention(scope: str, attention: nn.Module, norm: nn.LayerNorm) -> Named:
    for letter in "qkv":
        yield from _linear(scope, letter, getattr(attention, f"{letter}_proj"))
    yield from _linear(scope, "o", attention.out_proj)
    yield from _norm(f"{scope}_Wo", norm)


def _linear(scope: str, suffix: str, linear: nn.Linear) -> Named:
    yield f"{scope}_W{suffix}", linear.weight.T.contiguous()
    yield f"{scope}_b{suffix}", linear.bias[None]


def _norm(scope: str, norm: nn.LayerNorm) -> Named:
    yield f"{scope}_ln_scale", norm.weight[None]
    yield f"{scope}_ln_bias", norm.bias[None]
