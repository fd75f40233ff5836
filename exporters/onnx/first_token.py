"""Only what the answer needs: a classifier that reads its first token computes no other at its end.

After the last attention has read every key and value, queries, output projection, feed-forward and
norms of all tokens but the first are thrown away. Here the selection of the first token moves up
through the graph, past everything that treats tokens one by one, to where other tokens are needed.
Of MiniLM's six layers that is 14 % of all multiply-adds (benchmarks/arm_cost.md); each number that
is left is computed as before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx_ir as ir

Place = tuple[ir.Value, int]
"""A tensor and the axis along which its tokens stand; of Attention's mask counted from the end."""
Above = dict[int, Place]
"""Position of each operand that has tokens to where they stand in it; the rest stays as it is."""

_ELEMENTWISE = frozenset(
    {"Abs", "Add", "Cast", "Div", "Erf", "Gelu", "Identity", "Mul", "Neg", "Pow", "Relu"}
    | {"Sigmoid", "Sqrt", "Sub", "Sum", "Tanh", "Where"}
)
_NORMS = ("LayerNormalization", "RMSNormalization", "Softmax")
"""Operators along an axis, by default the last one."""
_PRODUCTS = ("MatMul", "MatMulInteger")
_GRIDS = ("QuantizeLinear", "DequantizeLinear")


def first_token_only_(graph: ir.Graph) -> None:
    """Rewrites the graph in place, where its end reads one token of all."""
    for node in list(graph):
        if node.op_type == "Gather" and _selects_first(node):
            _move_up_(graph, node)


def _selects_first(node: ir.Node) -> bool:
    """(1, time, width) to (1, width), for a time that is known only at run time."""
    source, index = node.inputs
    constant = None if index is None else index.const_value
    if source is None or source.shape is None or constant is None or len(constant.shape):
        return False
    sized = len(source.shape) == 3 and not isinstance(source.shape[1], int)
    return sized and _number(node, "axis", 0) == 1 and constant.numpy().item() == 0


def _move_up_(graph: ir.Graph, select: ir.Node) -> None:
    source = select.inputs[0]
    assert source is not None
    whole = _ancestors(_needed_whole((source, 1)))
    if source not in whole:
        select.replace_input_with(0, _FirstToken(graph, select, whole).of((source, 1)))


def _needed_whole(place: Place) -> set[ir.Value]:
    """What must be known of every token: keys and values, and whatever no rule can pass."""
    whole, waiting, seen = set[ir.Value](), [place], set[Place]()
    while waiting:
        value, axis = place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        node = value.producer()
        above = None if node is None else _above(node, axis)
        if node is None or above is None:
            whole.add(value)
            continue
        whole.update(v for at, v in enumerate(node.inputs) if v is not None and at not in above)
        if node.op_type == "Attention" and _is_shared(above[0][0]):
            whole.add(above[0][0])
        waiting += above.values()
    return whole


def _ancestors(values: Iterable[ir.Value]) -> set[ir.Value]:
    """The values and everything that they are computed from."""
    found, waiting = set[ir.Value](), list(values)
    while waiting:
        value = waiting.pop()
        if value not in found:
            found.add(value)
            node = value.producer()
            waiting += [] if node is None else [each for each in node.inputs if each is not None]
    return found


def _above(node: ir.Node, axis: int) -> Above | None:
    """None for an operator that mixes tokens, or is not known."""
    shape = node.outputs[0].shape
    if shape is None or axis < 0 or len(node.outputs) != 1:
        return None
    rank = len(shape)
    if node.op_type in _ELEMENTWISE:
        return _broadcast(node.inputs, rank, axis)
    if node.op_type in _NORMS:
        return {0: _place(node, 0, axis)} if _number(node, "axis", -1) % rank > axis else None
    if node.op_type in _PRODUCTS:
        return {0: _place(node, 0, axis)} if axis == rank - 2 == _rank(node.inputs[0]) - 2 else None
    if node.op_type in _GRIDS:
        return _of_grid(node, rank, axis)
    if node.op_type == "ReduceMax":
        return _of_largest(node, axis)
    if node.op_type == "Attention":
        return _of_attention(node, rank, axis)
    if node.op_type == "Transpose" and "perm" in node.attributes:
        return {0: _place(node, 0, node.attributes["perm"].as_ints()[axis])}
    return None


def _broadcast(operands: Sequence[ir.Value | None], rank: int, axis: int) -> Above | None:
    found = {}
    for position, value in enumerate(operands):
        if value is None or value.shape is None:
            return None
        at = axis - rank + len(value.shape)
        if at >= 0 and not isinstance(value.shape[at], int):
            found[position] = (value, at)
    return found


def _of_grid(node: ir.Node, rank: int, axis: int) -> Above | None:
    """One scale of all tokens, or one each, with their zero points."""
    scales = _rank(node.inputs[1])
    if scales == 0:
        return {0: _place(node, 0, axis)}
    if scales != 1 or _number(node, "axis", 1) % rank != axis:
        return None
    return {0: _place(node, 0, axis)} | {
        at: (value, 0) for at, value in enumerate(node.inputs[1:], 1) if value is not None
    }


def _of_largest(node: ir.Node, axis: int) -> Above | None:
    """Over fixed axes, of which the tokens' is none."""
    reduced = None if len(node.inputs) < 2 or node.inputs[1] is None else node.inputs[1].const_value
    if reduced is None:
        return None
    rank = _rank(node.inputs[0])
    gone = {int(each) % rank for each in reduced.numpy()} if rank > 0 else set()
    kept = [each for each in range(rank) if each not in gone]
    if _number(node, "keepdims", 1):
        return {0: _place(node, 0, axis)} if axis in kept else None
    return {0: _place(node, 0, kept[axis])} if axis < len(kept) else None


def _of_attention(node: ir.Node, rank: int, axis: int) -> Above | None:
    """Of the query, and of the rows of the mask."""
    if axis != rank - 2:
        return None
    above = {0: _place(node, 0, axis)}
    mask = node.inputs[3] if len(node.inputs) > 3 else None
    return above if mask is None else above | {3: (mask, -2)}


def _is_shared(query: ir.Value) -> bool:
    """Whether layers share the weight of the product that makes a query. It then stays whole: with
    one layer's apart from key's and value's, joint.py would leave them apart in all."""
    node = query.producer()
    while node is not None and node.op_type not in _PRODUCTS:
        node = node.inputs[0].producer() if node.inputs and node.inputs[0] is not None else None
    weight = None if node is None else node.inputs[1]
    return weight is not None and len(weight.consumers()) > 1


def _place(node: ir.Node, position: int, axis: int) -> Place:
    value = node.inputs[position]
    assert value is not None, "an operator's first operand is always there"
    return value, axis


def _rank(value: ir.Value | None) -> int:
    """-1 where it is not known."""
    return -1 if value is None or value.shape is None else len(value.shape)


def _number(node: ir.Node, name: str, default: int) -> int:
    return node.attributes[name].as_int() if name in node.attributes else default


@dataclass
class _FirstToken:
    """Writes nodes before ``select`` for the first token alone; ``whole`` is cut there."""

    graph: ir.Graph
    select: ir.Node
    whole: set[ir.Value]
    built: dict[Place, ir.Value] = field(default_factory=dict)

    def of(self, place: Place) -> ir.Value:
        """The first token of a tensor; its axis stays, with size 1."""
        if place not in self.built:
            self.built[place] = self._build(*place)
        return self.built[place]

    def _build(self, value: ir.Value, axis: int) -> ir.Value:
        node = value.producer()
        above = None if node is None or value in self.whole else _above(node, axis)
        if node is None or above is None:
            bounds = [self._constant(number) for number in (0, 1, axis)]
            return self._written(ir.node("Slice", [value, *bounds]), value, axis)
        operands = [
            self.of(above[at]) if at in above else each for at, each in enumerate(node.inputs)
        ]
        new = ir.Node("", node.op_type, operands, node.attributes.values(), num_outputs=1)
        return self._written(new, value, axis)

    def _written(self, node: ir.Node, of: ir.Value, axis: int) -> ir.Value:
        result = node.outputs[0]
        result.name, result.type = f"{of.name}_first{axis}", of.type
        if of.shape is not None:
            sizes = list(of.shape)
            sizes[axis] = 1
            result.shape = ir.Shape(sizes)
        self.graph.insert_before(self.select, node)
        return result

    def _constant(self, number: int) -> ir.Value:
        """(1,) int64."""
        node = ir.node("Constant", [], {"value": ir.tensor(np.array([number], np.int64))})
        self.graph.insert_before(self.select, node)
        return node.outputs[0]
