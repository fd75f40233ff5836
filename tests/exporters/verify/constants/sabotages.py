"""Ways to make a finished int8 file wrong that quantization's own error hides, by name.

The model is BERT's kind; a file is changed where it lies, whatever its format has done to the
constant (see stores.py).
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from transformers import PreTrainedModel

from exporters.precision.int8 import quantize_rows
from tests.exporters.verify.constants.stores import change_number, edited

Sabotage = Callable[[Path, PreTrainedModel], None]
_LAYER = "bert.encoder.layer.0"
_QUERY = f"{_LAYER}.attention.self.query"
_WORDS = "bert.embeddings.word_embeddings.weight"


def _tensor(model: PreTrainedModel, name: str) -> torch.Tensor:
    return model.get_parameter(name).detach()


def _edit(path: Path, wanted: np.ndarray, change: Callable[[np.ndarray], object]) -> None:
    edited(path, wanted, change)


def _vector(path: Path, model: PreTrainedModel, name: str, change: Callable[..., object]) -> None:
    """A bias or a norm; of the query also as a file has it that folds the scale into it."""
    values = _tensor(model, name).numpy()
    try:
        edited(path, values, change)
    except AssertionError:
        edited(path, values * _scale(model), change)


def _values(path: Path, model: PreTrainedModel, name: str, change: Callable[..., object]) -> None:
    edited(path, quantize_rows(_tensor(model, name))[0].numpy(), change)


def _scales(path: Path, model: PreTrainedModel, name: str, change: Callable[..., object]) -> None:
    scales = quantize_rows(_tensor(model, name))[1].numpy()
    try:
        edited(path, scales, change)
    except AssertionError:
        edited(path, scales * _scale(model), change)


def _scale(model: PreTrainedModel) -> float:
    config = model.config
    return float((config.hidden_size // config.num_attention_heads) ** -0.5)


def _zero(values: np.ndarray) -> None:
    values[...] = 0


def without(*names: str) -> Sabotage:
    """Biases that are not added."""

    def sabotage(path: Path, model: PreTrainedModel) -> None:
        for name in names:
            _vector(path, model, f"{name}.bias", _zero)

    return sabotage


def _half_a_scale(path: Path, model: PreTrainedModel) -> None:
    def change(scales: np.ndarray) -> None:
        scales[3] *= 0.5

    _scales(path, model, f"{_LAYER}.output.dense.weight", change)


def _zero_point(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[3] = np.clip(values[3].astype(np.int16) + 16, -127, 127)

    _values(path, model, f"{_LAYER}.intermediate.dense.weight", change)


def _bits(steps: int) -> Sabotage:
    def sabotage(path: Path, model: PreTrainedModel) -> None:
        def change(values: np.ndarray) -> None:
            rounded = np.round(values.astype(np.float32) / steps) * steps
            values[...] = np.clip(rounded, -127, 127)

        for name in ("intermediate.dense.weight", "output.dense.weight"):
            _values(path, model, f"{_LAYER}.{name}", change)

    return sabotage


def _last_words(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[-len(values) * 6 // 100 :] = 0

    _values(path, model, _WORDS, change)


def _exchanged_words(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[[200, 300]] = values[[300, 200]]

    _values(path, model, _WORDS, change)


def _softmax(path: Path, model: PreTrainedModel) -> None:
    """The scale of the scores, or, where it is folded, the query with which it is."""
    scale = _scale(model)
    try:
        change_number(path, scale, scale * 1.03)
    except AssertionError:
        for constant in (quantize_rows(_tensor(model, f"{_QUERY}.weight"))[1],):
            edited(path, constant.numpy() * scale, lambda values: values.__imul__(1.03))
        edited(
            path,
            _tensor(model, f"{_QUERY}.bias").numpy() * scale,
            lambda values: values.__imul__(1.03),
        )


def _plain_norm(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[...] = 1

    _vector(path, model, f"{_LAYER}.output.LayerNorm.weight", change)


def _no_norm_bias(path: Path, model: PreTrainedModel) -> None:
    _vector(path, model, "bert.embeddings.LayerNorm.bias", _zero)


def _late_positions(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[1:] = values[:-1].copy()

    _values(path, model, "bert.embeddings.position_embeddings.weight", change)


def _no_token_type(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[0] = 0

    _values(path, model, "bert.embeddings.token_type_embeddings.weight", change)


def _one_sign(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[5, np.abs(values[5].astype(np.int16)).argmax()] *= -1

    _values(path, model, f"{_LAYER}.attention.output.dense.weight", change)


def _exchanged_scales(path: Path, model: PreTrainedModel) -> None:
    def change(scales: np.ndarray) -> None:
        scales[[1, 2]] = scales[[2, 1]]

    _scales(path, model, f"{_LAYER}.attention.self.value.weight", change)


def _louder_word(path: Path, model: PreTrainedModel) -> None:
    def change(scales: np.ndarray) -> None:
        scales[250] *= 1.05

    _scales(path, model, _WORDS, change)


def _exchanged_norms(path: Path, model: PreTrainedModel) -> None:
    names = [f"{_LAYER}.{part}.LayerNorm.bias" for part in ("attention.output", "output")]
    first, second = (_tensor(model, name).numpy() for name in names)
    _vector(path, model, names[0], lambda values: np.copyto(values, second + 50))
    _vector(path, model, names[1], lambda values: np.copyto(values, first))
    edited(path, second + 50, lambda values: np.copyto(values, second))


def _one_unit(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[7] = 0

    _values(path, model, f"{_LAYER}.intermediate.dense.weight", change)


def _wide_epsilon(path: Path, model: PreTrainedModel) -> None:
    try:
        change_number(path, model.config.layer_norm_eps, 1e-3)
    except AssertionError:
        change_number(path, 2.0**-24, 1e-3)  # 1e-12 in float16: the least above 0


def _weak_mask(path: Path, model: PreTrainedModel) -> None:  # noqa: ARG001
    change_number(path, -1e4, -12.0)


def _one_bias_number(path: Path, model: PreTrainedModel) -> None:
    def change(values: np.ndarray) -> None:
        values[9] += 0.05

    _vector(path, model, f"{_LAYER}.output.dense.bias", change)


SABOTAGES: dict[str, Sabotage] = {
    "no output bias of a feed-forward": without(f"{_LAYER}.output.dense"),
    "no value and attention-output biases": without(
        f"{_LAYER}.attention.self.value", f"{_LAYER}.attention.output.dense"
    ),
    "no attention biases in a layer": without(
        _QUERY,
        f"{_LAYER}.attention.self.key",
        f"{_LAYER}.attention.self.value",
        f"{_LAYER}.attention.output.dense",
    ),
    "no final bias": without("classifier"),
    "half a scale": _half_a_scale,
    "a zero point off by 16": _zero_point,
    "weights of 6 bits": _bits(4),
    "weights of 5 bits": _bits(8),
    "no rows for the last 6 % of words": _last_words,
    "two words exchanged": _exchanged_words,
    "softmax's scale off by 3 %": _softmax,
    "a norm without its gain": _plain_norm,
    "a norm without its bias": _no_norm_bias,
    "positions one late": _late_positions,
    "no token type": _no_token_type,
    "one sign": _one_sign,
    "two scales exchanged": _exchanged_scales,
    "a word 5 % louder": _louder_word,
    "two norms exchanged": _exchanged_norms,
    "a unit that is never on": _one_unit,
    "a wide epsilon": _wide_epsilon,
    "a weak mask": _weak_mask,
    "one number of a bias": _one_bias_number,
}
"""The first eleven are those that no gate noticed before constants were compared."""
