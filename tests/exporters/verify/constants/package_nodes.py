"""Another operator in a finished .mlpackage."""

from pathlib import Path
from random import Random

from coremltools import proto

from tests.exporters.verify.constants.drawn import Idle

_ALIKE = (
    ("add", "sub", "mul", "real_div", "maximum", "minimum"),
    ("gelu", "tanh", "sigmoid", "relu", "exp", "softplus"),
)
"""Operators that take each other's place."""
_SOURCES = ("const", "read_state", "coreml_update_state")


def change(path: Path, draw: Random) -> str:
    """Replaces an operator by its input or by another, an input by another value of its type, or an
    immediate number."""
    model = path / "Data/com.apple.CoreML/model.mlmodel"
    spec = proto.Model_pb2.Model()
    spec.ParseFromString(model.read_bytes())
    function = draw.choice(list(spec.mlProgram.functions.values()))
    block = function.block_specializations[function.opset]
    op = draw.choice(list(block.operations))
    words = draw.choice((_without, _other_operator, _other_input, _other_number))(block, op, draw)
    model.write_bytes(spec.SerializeToString())
    return f"{words} in {op.type} {op.outputs[0].name}"


def _bindings(op: object) -> list[object]:
    return [b for argument in op.inputs.values() for b in argument.arguments if b.name]


def _types(block: object) -> dict[str, bytes]:
    """Of every value its declared type."""
    outputs = (out for op in block.operations for out in op.outputs)
    return {out.name: out.type.SerializeToString() for out in outputs}


def _without(block: object, op: object, draw: Random) -> str:
    own = _types(block)
    same = [
        b.name for b in _bindings(op) if own.get(b.name) == op.outputs[0].type.SerializeToString()
    ]
    if not same or op.type in _SOURCES or op.outputs[0].name in block.outputs:
        raise Idle
    kept = draw.choice(same)
    for reader in block.operations:
        for binding in _bindings(reader):
            if binding.name == op.outputs[0].name:
                binding.name = kept
    return f"{kept} in place of the result"


def _other_operator(_: object, op: object, draw: Random) -> str:
    others = [o for kinds in _ALIKE if op.type in kinds for o in kinds if o != op.type]
    if not others or len(op.inputs) > 2:
        raise Idle
    before, op.type = op.type, draw.choice(others)
    return f"instead of {before}"


def _other_input(block: object, op: object, draw: Random) -> str:
    bindings, own = _bindings(op), _types(block)
    if not bindings or op.type.startswith("constexpr"):
        raise Idle
    binding = draw.choice(bindings)
    operations = list(block.operations)
    before = (out.name for o in operations[: operations.index(op)] for out in o.outputs)
    others = [n for n in before if own.get(binding.name) == own[n] and n != binding.name]
    if not others:
        raise Idle
    old, binding.name = binding.name, draw.choice(others)
    return f"{binding.name} in place of {old}"


def _other_number(_: object, op: object, draw: Random) -> str:
    if op.type != "const":
        raise Idle
    tensor = op.attributes["val"].immediateValue.tensor
    kind = tensor.WhichOneof("value")
    if kind == "floats" and len(tensor.floats.values):
        at = draw.randrange(len(tensor.floats.values))
        tensor.floats.values[at] = tensor.floats.values[at] * 1.1 + 1e-2
    elif kind == "ints" and len(tensor.ints.values):
        at = draw.randrange(len(tensor.ints.values))
        tensor.ints.values[at] += draw.choice((-1, 1))
    elif kind == "bools" and len(tensor.bools.values):
        at = draw.randrange(len(tensor.bools.values))
        tensor.bools.values[at] = not tensor.bools.values[at]
    else:
        raise Idle
    return "another number"
