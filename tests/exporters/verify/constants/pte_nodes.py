"""Another node in a delegate of a finished .pte."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from executorch.backends.xnnpack.serialization.xnnpack_graph_serialize import (
    XNNHeader,
    _get_schema_bytes,
)
from executorch.exir._serialize._flatbuffer import _flatc_compile, _flatc_decompile
from executorch.exir._serialize._program import deserialize_pte_binary, serialize_pte_binary

from tests.exporters.verify.constants.drawn import Idle

_NONE = 2**32 - 1
_ALIKE = (
    ("XNNAdd", "XNNSubtract", "XNNMultiply", "XNNDiv", "XNNMinimum", "XNNMaximum"),
    ("XNNGelu", "XNNTanh", "XNNSigmoid", "XNNExp", "XNNAbs", "XNNSquare", "XNNNegate"),
    ("XNNReciprocalSquareRoot", "XNNSquareRoot"),
)
"""Operators that take each other's place."""


def change(path: Path, draw: Random) -> str:
    """Replaces a node by its input or by another, an input by another value of its shape, a bias by
    none, or a number."""
    file = deserialize_pte_binary(path.read_bytes())
    delegates = [d for plan in file.program.execution_plan for d in plan.delegates]
    data = file.program.backend_delegate_data[draw.choice(delegates).processed.index]
    header, graph = _graph(bytes(data.data))
    node = draw.choice(graph["xnodes"])
    words = draw.choice((_without, _other_operator, _other_input, _other_number))(graph, node, draw)
    data.data = _payload(header, graph)
    path.write_bytes(bytes(serialize_pte_binary(file, extract_delegate_segments=True)))
    return f"{words} in {node['xnode_union_type']} {node['xnode_union'].get('output_id')}"


def _graph(payload: bytes) -> tuple[XNNHeader, dict]:
    header = XNNHeader.from_bytes(payload[: XNNHeader.EXPECTED_LENGTH])
    start = header.flatbuffer_offset
    with TemporaryDirectory() as folder:
        schema, binary = Path(folder, "schema.fbs"), Path(folder, "graph.bin")
        schema.write_bytes(_get_schema_bytes())
        binary.write_bytes(payload[start : start + header.flatbuffer_size])
        _flatc_decompile(folder, str(schema), str(binary))
        text = Path(folder, "graph.json").read_text()
    return header, json.loads(re.sub(r"(?<=[ -])inf\b", "Infinity", text))


def _payload(header: XNNHeader, graph: dict) -> bytes:
    with TemporaryDirectory() as folder:
        schema, written = Path(folder, "schema.fbs"), Path(folder, "graph.json")
        schema.write_bytes(_get_schema_bytes())
        written.write_text(json.dumps(graph).replace("Infinity", "inf"))
        _flatc_compile(folder, str(schema), str(written))
        content = Path(folder, "graph.bin").read_bytes()
    padded = content + bytes(-(header.flatbuffer_offset + len(content)) % 16)
    start = header.flatbuffer_offset
    own = XNNHeader(start, len(padded), start + len(padded), 0).to_bytes()
    return own + bytes(start - len(own)) + padded


def _inputs(node: dict) -> list[str]:
    fields = node["xnode_union"].items()
    ids = [name for name, i in fields if name.endswith("_id") and i != _NONE]
    return [name for name in ids if not name.startswith("output")]


def _tensors(graph: dict) -> Iterator[tuple[int, dict, dict]]:
    for value in graph["xvalues"]:
        whole = value["xvalue_union"]
        tensor = whole.get("tensor_value", whole)
        yield tensor["id_out"], tensor, whole


def _kind(graph: dict, number: int) -> tuple[object, ...]:
    found = next((t, w) for i, t, w in _tensors(graph) if i == number)
    return found[0]["datatype"], tuple(found[0]["dims"])


def _without(graph: dict, node: dict, draw: Random) -> str:
    own = node["xnode_union"]
    result = own.get("output_id", _NONE)
    if result == _NONE or result in graph["output_ids"]:
        raise Idle
    same = [n for n in _inputs(node) if _kind(graph, own[n]) == _kind(graph, result)]
    if not same:
        raise Idle
    kept = own[draw.choice(same)]
    for reader in graph["xnodes"]:
        for name in _inputs(reader):
            if reader["xnode_union"][name] == result:
                reader["xnode_union"][name] = kept
    return f"value {kept} in place of the result"


def _other_operator(_: dict, node: dict, draw: Random) -> str:
    before = node["xnode_union_type"]
    others = [o for kinds in _ALIKE if before in kinds for o in kinds if o != before]
    if not others:
        raise Idle
    node["xnode_union_type"] = draw.choice(others)
    return f"instead of {before}"


def _other_input(graph: dict, node: dict, draw: Random) -> str:
    names = _inputs(node)
    if not names:
        raise Idle
    name, own = draw.choice(names), node["xnode_union"]
    if name == "bias_id" and draw.random() < 0.5:
        own[name] = _NONE
        return "no bias"
    kind = _kind(graph, own[name])
    at = graph["xnodes"].index(node)
    made = {n["xnode_union"].get("output_id") for n in graph["xnodes"][:at]}
    ready = made | {i for i, t, _ in _tensors(graph) if t["constant_buffer_idx"]}
    others = [i for i in sorted(ready - {None}) if i != own[name] and _kind(graph, i) == kind]
    if not others:
        raise Idle
    old, own[name] = own[name], draw.choice(others)
    return f"value {own[name]} in place of {old}"


def _other_number(_: dict, node: dict, draw: Random) -> str:
    own = node["xnode_union"]
    lists = [n for n, v in own.items() if isinstance(v, list) and len(v) > 1]
    if not lists:
        raise Idle
    name = draw.choice(lists)
    a, b = draw.sample(range(len(own[name])), 2)
    if own[name][a] == own[name][b]:
        raise Idle
    own[name][a], own[name][b] = own[name][b], own[name][a]
    return f"another {name}"
