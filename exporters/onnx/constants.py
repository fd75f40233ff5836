"""Every constant of a finished .onnx, read from the file and made float by the nodes around it.

A matrix of 8 bits stands for numbers only with the scales and the zero point that the graph gives
it: these are found by walking from the matrix to the product, and not by names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import onnx

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.onnx.files import graph_of, method_files, place_of
from exporters.onnx.graph import Graph, Reader, attribute_of
from exporters.onnx.limits import METHOD
from exporters.onnx.products import LARGEST

_EIGHT_BITS = (onnx.TensorProto.INT8, onnx.TensorProto.UINT8)
_SMALL_SHAPE = 8
"""Whole numbers in one dimension of no more are axes, sizes and bounds."""
_GRIDS = ("QuantizeLinear", "DequantizeLinear")
_TOKEN_SCALE = float(np.float32(1 / LARGEST))
"""What the largest magnitude of a token is multiplied by (spelling.py)."""


def methods(path: Path) -> Iterator[FileMethod]:
    """See ``exporters.backend.Backend.constants``."""
    for file in method_files(path):
        model = graph_of(file)
        reader = _Reader(Graph(model, file), file)
        name = next((p.value for p in model.metadata_props if p.key == METHOD), model.graph.name)
        constants, scalars = tuple(reader.constants()), tuple(reader.scalars())
        yield FileMethod(name, name, None, constants, scalars, reader.idle)


@dataclass(frozen=True)
class _Dequantized:
    """How 8 bits become numbers on one way to a product: (q - zero) * scales, ``turned`` before.

    ``read``: by whom scales and zero point are read on this way.
    """

    scales: str
    zero: str | None
    axis: int
    turned: bool
    read: tuple[tuple[str, str], ...]


class _Reader:
    """One method."""

    def __init__(self, graph: Graph, file: Path) -> None:
        self._graph, self._file = graph, file
        self._ways = {
            name: list(self._ways_of(name, False))
            for name, tensor in graph.stored.items()
            if tensor.data_type in _EIGHT_BITS and len(tensor.dims) > 1 and graph.readers(name)
        }
        ways = (way for found in self._ways.values() for way in found if way is not None)
        self._read = {place for way in ways for place in way.read}

    @property
    def idle(self) -> tuple[str, ...]:
        """Nodes on which no output depends."""
        return tuple(f"{node.op_type} {node.output[0]}" for node in self._graph.idle)

    def constants(self) -> Iterator[FileConstant]:
        """Those of more than one number that some output depends on."""
        for name, tensor in self._graph.stored.items():
            if name in self._ways:
                yield from self._matrices(name)
            elif self._is_constant(tensor) and self._left(name):
                yield self._plain(name)

    def scalars(self) -> Iterator[FileScalar]:
        """Float numbers that stand alone, as operands and as attributes."""
        for name, tensor in self._graph.stored.items():
            if tensor.data_type not in (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16):
                continue
            if int(np.prod(tensor.dims)) == 1 and self._left(name):
                value = self._graph.constant(name)
                assert value is not None
                number, kind = float(value.reshape(())), value.dtype.name
                yield FileScalar(self._named(name), number, kind, self._calibrated(name))
        for name, number in self._graph.attributes():
            yield FileScalar(name, number)

    def _is_constant(self, tensor: onnx.TensorProto) -> bool:
        size = int(np.prod(tensor.dims))
        if tensor.data_type in (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16):
            return size != 1
        whole = tensor.data_type in (onnx.TensorProto.INT64, onnx.TensorProto.INT32)
        return whole and size > _SMALL_SHAPE

    def _left(self, name: str) -> bool:
        """Whether somebody reads it otherwise than as scales or a zero point of 8 bits."""
        readers = self._graph.readers(name)
        return any(
            (node.output[0], name) not in self._read and not self._scales_tokens(node, name)
            for node, _ in readers
        )

    def _scales_tokens(self, node: onnx.NodeProto, name: str) -> bool:
        """Whether it is 1 / 127 behind the largest magnitude of a token."""
        if node.op_type != "Mul":
            return False
        others = [self._graph.makers.get(other) for other in node.input if other != name]
        value = self._graph.constant(name)
        largest = bool(others) and others[0] is not None and others[0].op_type == "ReduceMax"
        return largest and value is not None and float(value.reshape(-1)[0]) == _TOKEN_SCALE

    def _calibrated(self, name: str) -> bool:
        """Whether it is a scale of activations that stays the same for all inputs."""
        return all(node.op_type in _GRIDS for node, _ in self._graph.readers(name))

    def _named(self, name: str) -> str:
        node, _ = self._graph.readers(name)[0]
        return f"{name} of {node.op_type} {node.output[0]}"

    def _plain(self, name: str) -> FileConstant:
        tensor = self._graph.stored[name]
        dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type).name

        def load() -> np.ndarray:
            values = self._graph.constant(name)
            assert values is not None
            return values.astype(np.float32) if values.dtype.kind == "f" else values

        return FileConstant(name, dtype, self._place(name), load)

    def _place(self, name: str) -> tuple[object, ...]:
        place = place_of(self._graph.stored[name], self._file)
        return place or (self._file, name)

    def _matrices(self, name: str) -> Iterator[FileConstant]:
        """The matrix once for each way in which it is made float."""
        seen = set()
        dtype = onnx.helper.tensor_dtype_to_np_dtype(self._graph.stored[name].data_type).name
        for way in self._ways[name]:
            key = None if way is None else (way.scales, way.zero, way.axis, way.turned)
            if key in seen:
                continue
            seen.add(key)
            load = partial(self._dequantized, name, way)
            yield FileConstant(name, dtype, self._place(name), load, LARGEST)

    def _dequantized(self, name: str, way: _Dequantized | None) -> np.ndarray:
        values = self._graph.constant(name)
        assert values is not None
        if way is None:
            return values
        scales = self._graph.constant(way.scales)
        assert scales is not None
        floats = (values.T if way.turned else values).astype(np.float32)
        zero = None if way.zero is None else self._graph.constant(way.zero)
        shape = [1] * floats.ndim
        shape[way.axis] = -1
        if zero is not None:
            floats -= zero.astype(np.float32).reshape(shape if zero.size > 1 else [1])
        return floats * scales.astype(np.float32).reshape(shape)

    def _ways_of(self, name: str, turned: bool) -> Iterator[_Dequantized | None]:
        """From a value of 8 bits to where it is float; None for a way that is not known."""
        for node, at in self._graph.readers(name):
            if node.op_type == "Transpose":
                yield from self._ways_of(node.output[0], not turned)
            else:
                yield self._way(node, at, turned)

    def _way(self, node: onnx.NodeProto, at: int, turned: bool) -> _Dequantized | None:
        if node.op_type == "MatMulInteger" and at == 1:
            zero = node.input[3] if len(node.input) > 3 else None
            return self._of_product(node, zero, turned)
        if node.op_type == "DequantizeLinear" and at == 0:
            zero = node.input[2] if len(node.input) > 2 else None
            return self._found(node.input[1], zero, attribute_of(node, "axis", 1), turned, node)
        if node.op_type == "Cast":
            return self._of_cast(node, turned)
        if node.op_type == "Gather" and at == 0 and not turned:
            return self._of_lookup(node)
        return None

    def _found(
        self, scales: str, zero: str | None, axis: int, turned: bool, *nodes: onnx.NodeProto
    ) -> _Dequantized | None:
        if scales not in self._graph.stored or (zero and zero not in self._graph.stored):
            return None
        names = [scales] if zero is None else [scales, zero]
        read = tuple((node.output[0], name) for node in nodes for name in names)
        return _Dequantized(scales, zero, axis, turned, read)

    def _of_product(
        self, node: onnx.NodeProto, zero: str | None, turned: bool
    ) -> _Dequantized | None:
        """Whole sums are made float, and then multiplied by the scales of the columns, which may
        have been multiplied by that of the input."""
        restored = self._only_reader(node.output[0], ("DequantizeLinear", "Cast"))
        scaled = None if restored is None else self._only_reader(restored.output[0], ("Mul",))
        if restored is None or scaled is None:
            return None
        for other in (name for name in scaled.input if name != restored.output[0]):
            inner = self._graph.makers.get(other)
            if other in self._graph.stored:
                return self._found(other, zero, 1, turned, scaled, node)
            if inner is not None and inner.op_type == "Mul":
                stored = [n for n in inner.input if n in self._graph.stored]
                return self._found(stored[0], zero, 1, turned, inner, node) if stored else None
        return None

    def _of_cast(self, node: onnx.NodeProto, turned: bool) -> _Dequantized | None:
        scaled = self._only_reader(node.output[0], ("Mul",))
        stored = [] if scaled is None else [n for n in scaled.input if n in self._graph.stored]
        return self._found(stored[0], None, 1, turned, scaled) if scaled and stored else None

    def _of_lookup(self, node: onnx.NodeProto) -> _Dequantized | None:
        """Rows are looked up, and their scales by the same ids."""
        value = self._only_reader(node.output[0], ("Cast",))
        shifted = None if value is None else self._only_reader(value.output[0], ("Sub",))
        scaled = None
        if value is not None:
            scaled = self._only_reader((shifted or value).output[0], ("Mul",))
        makers = [] if scaled is None else [self._graph.makers.get(n) for n in scaled.input]
        tables = [m for m in makers if m is not None and m.op_type == "Gather"]
        if len(tables) != 1 or tables[0].input[1] != node.input[1]:
            return None
        if shifted is None:
            return self._found(tables[0].input[0], None, 0, False, tables[0])
        return self._found(tables[0].input[0], shifted.input[1], 0, False, tables[0], shifted)

    def _only_reader(self, name: str, kinds: tuple[str, ...]) -> onnx.NodeProto | None:
        readers: list[Reader] = self._graph.readers(name)
        alone = len({node.output[0] for node, _ in readers}) == 1
        return readers[0][0] if alone and readers[0][0].op_type in kinds else None
