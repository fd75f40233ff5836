"""The graph inside an XNNPACK delegate: a header, then a flatbuffer; its weights lie beside it."""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from executorch.backends.xnnpack.serialization.xnnpack_graph_serialize import (
    XNNHeader,
    _get_schema_bytes,
)
from executorch.exir._serialize._flatbuffer import _flatc_decompile

BACKEND = "XnnpackBackend"
_NONE = 2**32 - 1
"""The id that stands for no value."""
_DTYPES = {
    "fp32": "float32",
    "fp16": "float16",
    "bf16": "bfloat16",
    "qint8": "int8",
    "qdint8": "int8",
    "qcint8": "int8",
    "quint8": "uint8",
    "qint32": "int32",
    "qcint32": "int32",
    "qcint4": "int4",
    "qbint4": "int4",
}
"""XNNPACK's datatype to what lies in memory; names that are missing here are shown as they are."""
_PRODUCTS = ("XNNFullyConnected", "XNNBatchMatrixMultiply")


@dataclass(frozen=True)
class Value:
    """A tensor of the graph. Sizes that are dynamic stand at their upper bounds.

    ``external``: the position of the call's argument that it is. ``key`` and ``scales_key``: the
    names of its stored bytes and of its scales. ``scale`` and ``zero_point``: of all its numbers.
    None where there is none. ``number``: in the graph.
    """

    dtype: str
    shape: tuple[int, ...]
    external: int | None
    key: str | None
    scales_key: str | None
    scale: float | None = None
    zero_point: int | None = None
    number: int = 0


@dataclass(frozen=True)
class Node:
    """One operator of XNNPACK; ``operands``: role (input1, weight, bias, output) to value.
    ``numbers``: its float attributes that are finite, by name.
    """

    operator: str
    operands: Mapping[str, Value]
    numbers: Mapping[str, float] = field(default_factory=dict)

    @property
    def results(self) -> tuple[Value, ...]:
        return tuple(v for role, v in self.operands.items() if role.startswith("output"))

    @property
    def multiply_adds(self) -> int:
        """Of a product of two matrices at the longest length; 0 of all others."""
        if self.operator not in _PRODUCTS:
            return 0
        return math.prod(self.operands["output"].shape) * self.operands["input1"].shape[-1]


def nodes(payload: bytes) -> tuple[Node, ...]:
    """The operators of a delegate in their order, by the schema that executorch itself carries."""
    header = XNNHeader.from_bytes(payload[: XNNHeader.EXPECTED_LENGTH])
    start = header.flatbuffer_offset
    graph = _decompiled(payload[start : start + header.flatbuffer_size])
    keys = [data["named_key"] or None for data in graph["constant_data"]]
    values = [value["xvalue_union"] for value in graph["xvalues"]]
    by_id = {_tensor(value)["id_out"]: _value(value, keys) for value in values}
    return tuple(_node(n, by_id) for n in graph["xnodes"])


def live(graph: Sequence[Node]) -> tuple[Node, ...]:
    """The nodes that something outside of the delegate depends on, in their order."""
    needed: set[int] = set()
    found = []
    for node in reversed(graph):
        given = [v.number for role, v in node.operands.items() if not role.startswith("output")]
        if any(v.external is not None or v.number in needed for v in node.results):
            needed.update(given)
            found.append(node)
    return tuple(reversed(found))


_INFINITY = re.compile(r"(?<=[ -])inf\b")
"""How flatc writes the upper bound of a ReLU; JSON readers take ``Infinity``."""


def _decompiled(flatbuffer: bytes) -> dict:
    with TemporaryDirectory() as folder:
        schema, binary = Path(folder, "schema.fbs"), Path(folder, "graph.bin")
        schema.write_bytes(_get_schema_bytes())
        binary.write_bytes(flatbuffer)
        _flatc_decompile(folder, str(schema), str(binary))
        return json.loads(_INFINITY.sub("Infinity", Path(folder, "graph.json").read_text()))


def _value(written: dict, keys: list[str | None]) -> Value:
    tensor, quantized = _tensor(written), written.get("quant_params", {})
    datatype = tensor["datatype"].removeprefix("xnn_datatype_")
    single = quantized if "zero_point" in quantized else {}
    return Value(
        dtype=_DTYPES.get(datatype, datatype),
        shape=tuple(tensor["dims"]),
        external=None if tensor["external_id"] == _NONE else tensor["external_id"],
        key=keys[tensor["constant_buffer_idx"]],
        scales_key=keys[quantized.get("scale_buffer_idx", 0)],
        scale=single.get("scale"),
        zero_point=single.get("zero_point"),
        number=tensor["id_out"],
    )


def _tensor(written: dict) -> dict:
    """The tensor itself, without what quantization puts around it."""
    return written.get("tensor_value", written)


def _node(written: dict, values: Mapping[int, Value]) -> Node:
    """A field that ends in _id names an operand; XNNPACK calls a weight the filter."""
    fields = written["xnode_union"].items()
    ids = {name.removesuffix("_id"): i for name, i in fields if name.endswith("_id") and i != _NONE}
    operands = {"weight" if role == "filter" else role: values[i] for role, i in ids.items()}
    numbers = dict(_numbers({"": written["xnode_union"], "bounds": written.get("output_min_max")}))
    return Node(written["xnode_union_type"], operands, numbers)


def _numbers(written: object, name: str = "") -> Iterator[tuple[str, float]]:
    """Every finite float below, by its path."""
    if isinstance(written, dict):
        for key, value in written.items():
            yield from _numbers(value, f"{name}.{key}".strip("."))
    elif isinstance(written, float) and math.isfinite(written):
        yield name, written
