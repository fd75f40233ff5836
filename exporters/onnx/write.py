"""Models to a file, or to a folder with one file of weights; whole under its name or not at all."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import onnx
import onnx_ir as ir

WEIGHTS = "weights.bin"

_EXTERNAL_ABOVE = 1_900_000_000
"""Bytes of tensors above which they stand beside the file: a protobuf ends at 2 GiB."""
_INLINE_BELOW = 1024
"""Bytes of a tensor that stays in the graph, where the shapes that others have can be read."""
_WEIGHTS_BELOW = 256
"""Of weights, which say no shape: two steps of a decoder have the same norms and positions."""
_SHAPES = (ir.DataType.INT64, ir.DataType.INT32)
_LARGE = 1 << 20
_PAGE = 4096
"""Where a large tensor begins: it is mapped, not read."""
_WORD = 64
"""Where any other begins: as wide as the widest register and a line of the cache."""


def write_file(model: ir.Model, path: Path) -> None:
    """One method as one file; with its weights beside it where a file cannot hold them."""
    constants = (v.const_value for v in model.graph.initializers.values())
    if sum(c.nbytes for c in constants if c is not None) > _EXTERNAL_ABOVE:
        ir.save(model, path, external_data=f"{path.name}.data")
        return
    proto = ir.to_proto(model)
    onnx.checker.check_model(proto, full_check=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(proto.SerializeToString())
    os.replace(partial, path)


def write_folder(models: Mapping[str, ir.Model], path: Path) -> None:
    """``<method>.onnx`` for each model and ``weights.bin`` for all, in the folder ``path``.

    The models' tensors are those of a folder that is gone afterwards: they are used up.
    """
    partial = path.with_name(f"{path.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        _fill(partial, models)
        if path.exists():
            shutil.rmtree(path)
        partial.rename(path)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(folder: Path, models: Mapping[str, ir.Model]) -> None:
    with (folder / WEIGHTS).open("wb") as stream:
        weights = _Weights(stream, folder)
        for model in models.values():
            weights.take_(model.graph)
    for name, model in models.items():
        file = folder / f"{name}.onnx"
        ir.save(model, file)
        onnx.checker.check_model(file, full_check=True)


@dataclass(frozen=True)
class _Weights:
    """The file that large constants go to. Equal bytes go there once, whoever needs them."""

    stream: BinaryIO
    folder: Path
    places: dict[str, int] = field(default_factory=dict)

    def take_(self, graph: ir.Graph) -> None:
        """Puts the large constants of a graph into the file and leaves where they lie."""
        for value in graph.initializers.values():
            constant = value.const_value
            if constant is not None and constant.nbytes >= _least(constant):
                value.const_value = ir.ExternalTensor(
                    WEIGHTS,
                    self._place(constant.tobytes()),
                    constant.nbytes,
                    constant.dtype,
                    shape=ir.Shape(constant.shape.numpy()),
                    name=constant.name or "",
                    base_dir=self.folder,
                )

    def _place(self, content: bytes) -> int:
        """The offset at which these bytes stand."""
        digest = hashlib.sha256(content).hexdigest()
        if digest not in self.places:
            step = _PAGE if len(content) >= _LARGE else _WORD
            self.stream.write(bytes(-self.stream.tell() % step))
            self.places[digest] = self.stream.tell()
            self.stream.write(content)
        return self.places[digest]


def _least(constant: ir.TensorProtocol) -> int:
    return _INLINE_BELOW if constant.dtype in _SHAPES else _WEIGHTS_BELOW
