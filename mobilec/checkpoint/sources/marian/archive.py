"""Everything that one of Marian's model files holds, in whichever form it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, prod
from pathlib import Path
from typing import Any

import numpy as np

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.binary import read_binary
from mobilec.checkpoint.sources.marian.gzipped import read_bytes
from mobilec.checkpoint.sources.marian.npz import ZIP, read_npz
from mobilec.checkpoint.sources.marian.stored import (
    FLOAT16,
    FLOAT32,
    INTGEMM8,
    INTGEMM16,
    TEXT,
    Stored,
)
from mobilec.checkpoint.sources.marian.yml import read_mapping

OPTIONS = "special:model.yml"
ACTIVATION = "_QuantMultA"
_NOT_TRANSPOSED = "Wemb"
_LFS_POINTER = b"version https://git-lfs"


@dataclass(frozen=True)
class Int8:
    """A matrix stored as intgemm8: weight = value / multiplier.

    ``values``: int8 of the matrix's own shape (inputs x outputs; embeddings: words x width).
    """

    values: np.ndarray
    multiplier: float


@dataclass(frozen=True)
class Archive:
    """A model's file.

    ``form``: npz or binary. ``options``: the model's own, special:model.yml. ``tensors``: float32,
    by Marian's names and of Marian's shapes (a bias is a row, (1, n)), those of ``int8`` among
    them. ``int8``: the matrices that were stored so. ``activations``: for NAME, which is a matrix
    or ``none`` for the last product with a shortlist, 127 / the largest absolute value seen in
    what it is multiplied with.
    """

    path: Path
    form: str
    options: Mapping[str, Any]
    tensors: Mapping[str, np.ndarray]
    int8: Mapping[str, Int8]
    activations: Mapping[str, float]


def read_archive(path: Path) -> Archive:
    """A model of the forms .npz and .bin (version 1), or one of these gzipped; by its content.

    Refused, each with what to do: files that are cut off, damaged or swell, of other forms or for
    one kind of processor, and models without options.
    """
    form, items = _stored(path)
    by_name = {item.name: item for item in items}
    if OPTIONS not in by_name:
        raise Refused(
            f"{path} holds no {OPTIONS}, by which Marian says what model it is; give a model that "
            f"Marian has trained or converted"
        )
    options = _options(path, by_name.pop(OPTIONS))
    int8 = {
        name: Int8(*_integers(path, item))
        for name, item in by_name.items()
        if item.kind == INTGEMM8 and not name.endswith(ACTIVATION)
    }
    tensors = {
        name: _divided(path, name, int8[name].values, int8[name].multiplier)
        if name in int8
        else _floats(path, item)
        for name, item in by_name.items()
    }
    activations = {
        name.removesuffix(ACTIVATION): _activation(path, name, tensors.pop(name))
        for name in by_name
        if name.endswith(ACTIVATION)
    }
    return Archive(path, form, options, tensors, int8, activations)


def _stored(path: Path) -> tuple[str, list[Stored]]:
    whole = read_bytes(path)
    if whole[: len(_LFS_POINTER)] == _LFS_POINTER:
        raise Refused(f"{path} is a git-lfs pointer, not the weights; run git lfs pull")
    if whole[: len(ZIP)] == ZIP:
        return "npz", read_npz(path, whole)
    return "binary", read_binary(path, whole)


def _options(path: Path, item: Stored) -> dict[str, Any]:
    """``OPTIONS``: a C string, perhaps with more NULs after its own."""
    raw = bytes(item.data)
    text = raw.rstrip(b"\0")
    if item.kind != TEXT or text == raw or b"\0" in text:
        raise Refused(f"{path} is damaged: its {OPTIONS} is no text that ends with a NUL")
    return read_mapping(text, f"{path} ({OPTIONS})")


def _floats(path: Path, item: Stored) -> np.ndarray:
    if item.kind == FLOAT32:
        return np.frombuffer(item.data, "<f4").astype(np.float32).reshape(item.shape)
    if item.kind == FLOAT16:
        return np.frombuffer(item.data, "<f2").astype(np.float32).reshape(item.shape)
    if item.kind in (INTGEMM8, INTGEMM16):
        return _divided(path, item.name, *_integers(path, item))
    raise Refused(f"{path} holds {item.name} as bytes, where models have floats")


def _integers(path: Path, item: Stored) -> tuple[np.ndarray, float]:
    """Integers in the matrix's own order, and their multiplier.

    All but embeddings lie transposed, while the shape that is said is that of the matrix
    (marian-dev, expression_graph_packable.h).
    """
    if len(item.shape) != 2:
        raise Refused(f"{path} is damaged: {item.name} is {item.kind} and no matrix")
    code = "<i1" if item.kind == INTGEMM8 else "<i2"
    values = np.frombuffer(item.data, code, prod(item.shape))
    multiplier = float(np.frombuffer(item.data[-4:], "<f4")[0])
    if not isfinite(multiplier) or multiplier <= 0:
        raise Refused(
            f"{path} is damaged: the integers of {item.name} are multiples of 1 / {multiplier}; "
            f"download it again"
        )
    if _NOT_TRANSPOSED in item.name:
        return values.reshape(item.shape).copy(), multiplier
    return np.ascontiguousarray(values.reshape(item.shape[::-1]).T), multiplier


def _divided(path: Path, name: str, values: np.ndarray, multiplier: float) -> np.ndarray:
    with np.errstate(over="ignore"):
        weights = values.astype(np.float32) / np.float32(multiplier)
    if not np.isfinite(weights).all():
        raise Refused(
            f"{path} is damaged: {name} over its multiplier {multiplier} has no finite values"
        )
    return weights


def _activation(path: Path, name: str, value: np.ndarray) -> float:
    if value.size != 1 or not np.isfinite(value).all() or value.min() <= 0:
        raise Refused(f"{path} is damaged: {name} is no one number above 0; download it again")
    return float(value.flat[0])
