"""Another node in a finished .onnx."""

from pathlib import Path
from random import Random

import onnx

from tests.exporters.verify.constants.drawn import Idle

_ALIKE = (
    ("Add", "Sub", "Mul", "Div", "Sum"),
    ("Gelu", "Tanh", "Sigmoid", "Relu"),
    ("ReduceMax", "ReduceMin"),
    ("Abs", "Neg"),
)
"""Operators that take each other's place."""


def change(path: Path, draw: Random) -> str:
    """Replaces a node by its input, an operator by another, an input by another value, or a number
    of an attribute."""
    files = sorted(path.glob("*.onnx")) if path.is_dir() else [path]
    file = draw.choice(files)
    model = onnx.load(file, load_external_data=False)
    node = draw.choice(list(model.graph.node))
    words = draw.choice((_without, _other_operator, _other_input, _other_attribute))(
        model.graph, node, draw
    )
    onnx.save(model, file)
    return f"{words} in {node.op_type} {node.output[0]}"


def _without(graph: onnx.GraphProto, node: onnx.NodeProto, draw: Random) -> str:
    kept = draw.choice(list(node.input)) if node.input else ""
    if not kept or any(out.name in node.output for out in graph.output):
        raise Idle
    for reader in graph.node:
        for at, name in enumerate(reader.input):
            if name == node.output[0]:
                reader.input[at] = kept
    return f"{kept} in place of the result"


def _other_operator(_: onnx.GraphProto, node: onnx.NodeProto, draw: Random) -> str:
    others = [o for kinds in _ALIKE if node.op_type in kinds for o in kinds if o != node.op_type]
    if not others or len(node.input) > 2:
        raise Idle
    before, node.op_type = node.op_type, draw.choice(others)
    return f"instead of {before}"


def _other_input(graph: onnx.GraphProto, node: onnx.NodeProto, draw: Random) -> str:
    at = draw.randrange(len(node.input)) if node.input else 0
    stored = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    if not node.input or not node.input[at]:
        raise Idle
    if node.input[at] in stored:
        shape = stored[node.input[at]]
        others = [n for n, s in stored.items() if s == shape and n != node.input[at]]
    else:
        before = list(graph.node)[: list(graph.node).index(node)]
        others = [out for n in before for out in n.output if out not in node.input]
    if not others:
        raise Idle
    old, node.input[at] = node.input[at], draw.choice(others)
    return f"{node.input[at]} in place of {old}"


def _other_attribute(_: onnx.GraphProto, node: onnx.NodeProto, draw: Random) -> str:
    if not node.attribute:
        raise Idle
    attribute = draw.choice(list(node.attribute))
    if attribute.type == onnx.AttributeProto.FLOAT:
        attribute.f = attribute.f * 1.1 + 1e-3
    elif attribute.type == onnx.AttributeProto.INT:
        attribute.i = attribute.i + draw.choice((-1, 1))
    elif attribute.type == onnx.AttributeProto.INTS and len(attribute.ints) > 1:
        a, b = draw.sample(range(len(attribute.ints)), 2)
        attribute.ints[a], attribute.ints[b] = attribute.ints[b], attribute.ints[a]
    else:
        raise Idle
    return f"another {attribute.name}"
