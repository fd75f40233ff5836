"""A T5 out of two programs of ONNX in int8, with the matrices that the programs multiply by."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import save_file
from transformers import T5Config

_QUANTIZED, _SCALE, _ZERO = "_quantized", "_scale", "_zero_point"
_TABLE = "embed_tokens.weight"
"""The encoder's own name of the table that both sides share."""


def write_t5(encoder: Path, decoder: Path, folder: Path) -> None:
    """config.json and model.safetensors. The encoder's parts begin with ``enc.`` in its program,
    the decoder's and the head's with ``m.`` in the other."""
    weights = dict(_weights(encoder, "enc.", "encoder."))
    weights |= dict(_weights(decoder, "m.", ""))
    kept = {
        name: torch.tensor(np.ascontiguousarray(array))
        for name, array in weights.items()
        if not name.endswith(_TABLE)
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(_config(weights), indent=1) + "\n")
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})


def _config(weights: Mapping[str, np.ndarray]) -> dict[str, object]:
    """Sizes as the tensors have them; a width of 64 a head is T5's."""
    words, width = weights["shared.weight"].shape
    layers = {
        side: 1 + max(int(n.split(".")[2]) for n in weights if n.startswith(f"{side}.block."))
        for side in ("encoder", "decoder")
    }
    config = T5Config(
        vocab_size=words,
        d_model=width,
        d_kv=64,
        d_ff=weights["encoder.block.0.layer.1.DenseReluDense.wi_0.weight"].shape[0],
        num_layers=layers["encoder"],
        num_decoder_layers=layers["decoder"],
        num_heads=weights["encoder.block.0.layer.0.SelfAttention.q.weight"].shape[0] // 64,
        feed_forward_proj="gated-gelu",
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    ).to_dict()
    config.pop("scale_decoder_outputs", None)
    own = {"tie_word_embeddings": False, "architectures": ["T5ForConditionalGeneration"]}
    return {**config, **own}


def _weights(program: Path, prefix: str, put: str) -> Iterator[tuple[str, np.ndarray]]:
    """Names in transformers with arrays; ``put`` stands there where ``prefix`` stands here."""
    graph = onnx.load(program).graph
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name, array in stored.items():
        if not name.startswith(prefix) or name.endswith((_SCALE, _ZERO)):
            continue
        if name.endswith(_QUANTIZED):
            own = name[len(prefix) : -len(_QUANTIZED)]
            yield put + own, _as_float(stored, name)
        else:
            yield put + name[len(prefix) :], array
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            path = node.name.strip("/").replace("/MatMul_quant", "").replace("/", ".")
            yield f"{put}{path[len(prefix) :]}.weight", _as_float(stored, node.input[1]).T


def _as_float(stored: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """(q - zero) scale, with a scale for the whole, for each column, or for each row."""
    base = name[: -len(_QUANTIZED)]
    scale, zero = stored[base + _SCALE], stored[base + _ZERO].astype(np.float32)
    whole = stored[name].astype(np.float32)
    if np.ndim(scale) and scale.size > 1 and whole.shape[-1] != scale.size:
        scale, zero = scale.reshape(-1, 1), zero.reshape(-1, 1)
    return (whole - zero) * scale
