"""Files as Marian writes them, of any arrays: small models for tests."""

import gzip
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import yaml

OPTIONS = "special:model.yml"
FLOAT32, FLOAT16, INT8, INTGEMM8, INTGEMM16 = 0x0404, 0x0402, 0x0101, 0x4101, 0x4102
INTGEMM8_OF_MARIAN_NMT = 0x10001
BOUNDARY = 256

Item = tuple[str, int, tuple[int, ...], bytes]
"""Name, type, shape, data."""


def options_item(options: Mapping | str) -> Item:
    text = options if isinstance(options, str) else yaml.safe_dump(dict(options))
    raw = text.encode() + b"\0"
    return OPTIONS, INT8, (len(raw),), raw


def float_item(name: str, array: np.ndarray) -> Item:
    return name, FLOAT32, array.shape, np.ascontiguousarray(array, "<f4").tobytes()


def intgemm_item(name: str, array: np.ndarray, code: int = INTGEMM8) -> Item:
    """127 or 1024 steps, as expression_graph_packable.h; transposed but for embeddings."""
    wide = code == INTGEMM16
    multiplier = np.float32(1024 if wide else 127 / np.abs(array).max())
    values = np.rint(array * multiplier).astype("<i2" if wide else "<i1")
    stored = values if "Wemb" in name else values.T
    return name, code, array.shape, stored.tobytes("C") + multiplier.astype("<f4").tobytes()


def binary(items: list[Item], version: int = 1) -> bytes:
    padded = [(name, code, shape, _filled(data)) for name, code, shape, data in items]
    names = [name.encode() + b"\0" for name, *_ in padded]
    head = struct.pack("<QQ", version, len(padded))
    for raw, (_, code, shape, data) in zip(names, padded, strict=True):
        head += struct.pack("<4Q", len(raw), code, len(shape), len(data))
    head += b"".join(names)
    head += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in padded)
    free = BOUNDARY - (len(head) + 8) % BOUNDARY
    return head + struct.pack("<Q", free) + bytes(free) + b"".join(d for *_, d in padded)


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % BOUNDARY)


def write_binary(
    path: Path,
    tensors: Mapping[str, np.ndarray],
    options: Mapping | str,
    int8: tuple[str, ...] = (),
    activations: Mapping[str, float] | None = None,
) -> Path:
    """``int8``: names of the tensors to be stored as intgemm8. A path that ends in .gz: packed."""
    items = [
        intgemm_item(name, array) if name in int8 else float_item(name, array)
        for name, array in tensors.items()
    ]
    for name, multiplier in (activations or {}).items():
        # The embeddings' own is packed like them, by their name.
        make = intgemm_item if "Wemb" in name else float_item
        items.append(make(f"{name}_QuantMultA", np.full((1, 1), multiplier, np.float32)))
    return _written(path, binary([*items, options_item(options)]))


def write_npz(path: Path, tensors: Mapping[str, np.ndarray], options: Mapping | str) -> Path:
    _, _, _, raw = options_item(options)
    held = {name: np.asarray(array, np.float32) for name, array in tensors.items()}
    plain = path.with_suffix("") if path.suffix == ".gz" else path
    with plain.open("wb") as opened:
        np.savez(opened, **held, **{OPTIONS: np.frombuffer(raw, np.int8)})
    return _written(path, plain.read_bytes()) if plain != path else path


def _written(path: Path, whole: bytes) -> Path:
    path.write_bytes(gzip.compress(whole, mtime=0) if path.suffix == ".gz" else whole)
    return path


def rezipped(path: Path, members: list[tuple[str, bytes]], method: int = 0) -> Path:
    """An archive of these members, names twice where they are given twice."""
    with zipfile.ZipFile(path, "w", compression=method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path
