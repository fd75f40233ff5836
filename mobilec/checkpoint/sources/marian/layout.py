"""Which of Marian's tensors goes where in the network, and in which orientation."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from exporters.errors import Refused
from exporters.families.marian_nmt.config import MarianNmtConfig
from exporters.families.marian_nmt.model import MarianNmtForConditionalGeneration


@dataclass(frozen=True)
class Place:
    """A parameter of the network, and the tensor of Marian's that fills it. ``turned``: Marian
    multiplies x W where PyTorch multiplies x W^T. ``row``: a bias, which Marian has as (1, n)."""

    parameter: str
    tensor: str
    turned: bool = False
    row: bool = False


def places(config: MarianNmtConfig, one_table: bool, has_bias: bool) -> tuple[Place, ...]:
    """Every parameter that is not computed or tied to another. ``one_table``: both sides look
    their words up in one."""
    return (
        *_tables(config, one_table, has_bias),
        *(
            place
            for layer in range(config.encoder_layers)
            for place in _encoder_layer(config, layer)
        ),
        *(
            place
            for layer in range(config.decoder_layers)
            for place in _decoder_layer(config, layer)
        ),
        *_tops(config),
    )


def _tables(config: MarianNmtConfig, one_table: bool, has_bias: bool) -> Iterator[Place]:
    if config.share_encoder_decoder_embeddings:
        yield Place("model.shared.weight", "Wemb")
    else:
        for side in ("encoder", "decoder"):
            table = "Wemb" if one_table else f"{side}_Wemb"
            yield Place(f"model.{side}.embed_tokens.weight", table)
    if not config.tie_word_embeddings:
        yield Place("lm_head.weight", "decoder_ff_logit_out_W", turned=True)
    if has_bias:
        yield Place("final_logits_bias", "decoder_ff_logit_out_b")


def _encoder_layer(config: MarianNmtConfig, layer: int) -> Iterator[Place]:
    path, prefix = f"model.encoder.layers.{layer}", f"encoder_l{layer + 1}"
    yield from _attention(config, f"{path}.self_attn", f"{prefix}_self")
    yield from _fed(config, path, f"{prefix}_ffn")


def _decoder_layer(config: MarianNmtConfig, layer: int) -> Iterator[Place]:
    path, prefix = f"model.decoder.layers.{layer}", f"decoder_l{layer + 1}"
    if config.is_recurrent:
        yield from _recurrence(config, path, f"{prefix}_rnn")
    else:
        yield from _attention(config, f"{path}.self_attn", f"{prefix}_self")
    yield from _attention(config, f"{path}.encoder_attn", f"{prefix}_context")
    yield from _fed(config, path, f"{prefix}_ffn")


def _attention(config: MarianNmtConfig, path: str, prefix: str) -> Iterator[Place]:
    for ours, theirs in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "o")):
        yield from _linear(f"{path}.{ours}", prefix, theirs)
    yield from _norms(config, f"{path}_layer_norm", f"{prefix}_Wo", f"{prefix}_Wo")


def _recurrence(config: MarianNmtConfig, path: str, prefix: str) -> Iterator[Place]:
    yield Place(f"{path}.self_attn.input_proj.weight", f"{prefix}_W", turned=True)
    yield from _linear(f"{path}.self_attn.forget_gate", prefix, "f")
    if config.rnn_projection:
        yield from _linear(f"{path}.self_attn.out_proj", prefix, "o")
    yield from _norms(config, f"{path}.self_attn_layer_norm", prefix, f"{prefix}_ffn")


def _fed(config: MarianNmtConfig, path: str, prefix: str) -> Iterator[Place]:
    for layer in ("1", "2"):
        yield from _linear(f"{path}.fc{layer}", prefix, layer)
    yield from _norms(config, f"{path}.final_layer_norm", f"{prefix}_ffn", f"{prefix}_ffn")


def _tops(config: MarianNmtConfig) -> Iterator[Place]:
    for side in ("encoder", "decoder") if config.normalize_top else ():
        yield from _norm(f"model.{side}.top_layer_norm", f"{side}_top")


def _linear(path: str, prefix: str, name: str) -> Iterator[Place]:
    yield Place(f"{path}.weight", f"{prefix}_W{name}", turned=True)
    yield Place(f"{path}.bias", f"{prefix}_b{name}", row=True)


def _norms(config: MarianNmtConfig, path: str, before: str, after: str) -> Iterator[Place]:
    if config.normalize_before:
        yield from _norm(f"{path}_before", before, "_pre")
    if config.normalize_after:
        yield from _norm(path, after)


def _norm(path: str, prefix: str, suffix: str = "") -> Iterator[Place]:
    yield Place(f"{path}.weight", f"{prefix}_ln_scale{suffix}", row=True)
    yield Place(f"{path}.bias", f"{prefix}_ln_bias{suffix}", row=True)


def placed(
    config: MarianNmtConfig,
    found: tuple[Place, ...],
    tensors: Mapping[str, np.ndarray],
    path: Path,
) -> dict[str, torch.Tensor]:
    """The tensors by the names of the network. Refused: any that is absent, has another shape than
    the options say, or has no place."""
    with torch.device("meta"):
        shapes = {
            name: tuple(tensor.shape)
            for name, tensor in MarianNmtForConditionalGeneration(config).state_dict().items()
        }
    wanted = {place.tensor: _stored_shape(place, shapes) for place in found}
    if absent := sorted(wanted.keys() - tensors.keys()):
        raise Refused(
            f"{path} has no {', '.join(absent)}, which its options ask for; it is cut off, or of "
            "another network than they say"
        )
    if strange := sorted(tensors.keys() - wanted.keys()):
        raise Refused(
            f"{path} holds {', '.join(strange)}, for which the network of its options has no "
            "place: it is of a kind that is not served"
        )
    for name, shape in wanted.items():
        if tensors[name].shape != shape:
            raise Refused(
                f"{path} holds {name} of {tensors[name].shape}, and its options say {shape}: they "
                "are another model's"
            )
    return {place.parameter: _turned(place, tensors[place.tensor]) for place in found}


def _stored_shape(place: Place, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    shape = shapes[place.parameter]
    if place.row:
        return (1, *shape)
    return shape[::-1] if place.turned else shape


def _turned(place: Place, tensor: np.ndarray) -> torch.Tensor:
    oriented = tensor[0] if place.row else tensor.T if place.turned else tensor
    return torch.from_numpy(np.array(oriented, np.float32, order="C"))
