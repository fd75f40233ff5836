"""Only what the answer needs: a classifier that reads its first token computes no other at its end.

After the last attention has read every key and value, queries, output projection, feed-forward
and norms of all tokens but the first are thrown away. Here the selection of the first token moves
up through the graph, past everything that treats tokens one by one, to where other tokens are
needed. Of MiniLM's six layers that is 14 % of all multiply-adds; the answer is the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import getitem
from typing import Any

import torch
from torch.export import ExportedProgram
from torch.fx import Node

from exporters.executorch.copies import RESHAPES, TRANSPOSE, axes
from exporters.executorch.graph import argument, call_before

_aten, _int8 = torch.ops.aten, torch.ops.quantized_decomposed
_ELEMENTWISE = {
    _aten.add.Tensor,
    _aten.sub.Tensor,
    _aten.mul.Tensor,
    _aten.div.Tensor,
    _aten.rsqrt.default,
    _aten.gelu.default,
    _aten.relu.default,
    _aten.tanh.default,
    _aten.sigmoid.default,
    _aten.dropout.default,
    _aten.clone.default,
    _int8.quantize_per_tensor.default,
    _int8.dequantize_per_tensor.default,
}
_DYNAMIC = _int8.quantize_per_tensor.tensor
"""Its scale is chosen from its input; for fewer tokens it is chosen anew (XNNPACK has one each)."""
_BACK = _int8.dequantize_per_tensor.tensor
"""The way back, by the scale of what comes in."""

Place = tuple[Node, int]
"""A tensor and the axis along which its tokens stand."""


def compute_first_token_only_(program: ExportedProgram) -> None:
    """Rewrites the graph of ``program`` in place, where its end reads one token of all.

    After ``fewer_copies_``: the reshapes that it leaves are those that can be passed.
    """
    for node in list(program.graph.nodes):
        if node.target is _aten.select.int and _selects_first(node):
            _move_up_(node)
    program.graph.eliminate_dead_code(_must_stay)
    program.graph_module.recompile()


def _must_stay(node: Node) -> bool:
    """fx takes a dropout for something that has an effect; at inference it has none."""
    return node.is_impure() and node.target is not _aten.dropout.default


def _selects_first(node: Node) -> bool:
    """(1, time, width) to (1, width), for a time that is known only at run time."""
    source = argument(node, 0)
    assert isinstance(source, Node)
    sizes = source.meta["val"].shape
    return len(sizes) == 3 and node.args[1:3] == (1, 0) and not isinstance(sizes[1], int)


def _move_up_(select: Node) -> None:
    source = argument(select, 0)
    assert isinstance(source, Node)
    whole = _ancestors(_needed_whole((source, 1)))
    if source in whole:
        return
    first = _FirstToken(whole).of((source, 1))
    flat = call_before(select, _aten.reshape.default, first, [1, source.meta["val"].shape[2]])
    select.replace_all_uses_with(flat)


def _needed_whole(place: Place) -> set[Node]:
    """What must be known of every token: keys and values, and whatever no rule can pass."""
    whole, waiting, seen = set(), [place], set()
    while waiting:
        node, axis = waiting.pop()
        if (node, axis) in seen:
            continue
        seen.add((node, axis))
        above = _above(node, axis)
        if above is None:
            whole.add(node)
            continue
        if node.target is _aten.bmm.default:
            whole.add(argument(node, 1))
        waiting += [place for place in above.values() if place is not None]
    return whole


def _ancestors(nodes: set[Node]) -> set[Node]:
    """The nodes and everything that they are computed from."""
    found, waiting = set(), list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += node.all_input_nodes
    return found


def _above(node: Node, axis: int) -> dict[int, Place | None] | None:
    """Position of each tensor argument to where its tokens stand; None where it has none.

    The whole answer is None for an operator that mixes tokens or is not known.
    """
    target = node.target
    if target in _ELEMENTWISE:
        return dict(_broadcast(node, axis))
    if target is _DYNAMIC or target is _BACK:
        return {0: (argument(node, 0), axis)}
    if target is _aten.linear.default and axis < node.meta["val"].dim() - 1:
        return {0: (argument(node, 0), axis)}
    if target is _aten.softmax.int and argument(node, 1) % node.meta["val"].dim() != axis:
        return {0: (argument(node, 0), axis)}
    if target is _aten.bmm.default and axis == 1:
        return {0: (argument(node, 0), 1)}
    if target is TRANSPOSE or target is _aten.permute.default:
        return {0: (argument(node, 0), _order(node)[axis])}
    if target in RESHAPES:
        return _before_reshape(node, axis)
    return None


def _broadcast(node: Node, axis: int) -> Iterator[tuple[int, Place | None]]:
    dimensions = node.meta["val"].dim()
    for position, given in enumerate(node.args):
        if isinstance(given, Node):
            value = given.meta["val"]
            at = axis - dimensions + value.dim()
            alone = at < 0 or isinstance(value.shape[at], int)
            yield position, None if alone else (given, at)


def _order(node: Node) -> list[int]:
    """Which axis of the input each axis of a transposed tensor is."""
    dimensions = node.meta["val"].dim()
    if node.target is _aten.permute.default:
        return [axis % dimensions for axis in argument(node, 1)]
    order = list(range(dimensions))
    first, second = axes(node)
    order[first], order[second] = order[second], order[first]
    return order


def _before_reshape(node: Node, axis: int) -> dict[int, Place | None] | None:
    """A reshape is passed where the time is the one size that is not fixed, before and after.

    It must be the time itself: of (1, time, 2 width) as (1, 2 time, width) the first token is two.
    """
    source = argument(node, 0)
    shapes = [n.meta["val"].shape for n in (source, node)]
    before, after = map(_unfixed, shapes)
    if len(before) != 1 or after != [axis] or str(shapes[0][before[0]]) != str(shapes[1][axis]):
        return None
    return {0: (source, before[0])}


def _unfixed(sizes: torch.Size) -> list[int]:
    return [axis for axis, size in enumerate(sizes) if not isinstance(size, int)]


@dataclass
class _FirstToken:
    """Rebuilds nodes for the first token alone; what is needed whole is cut there."""

    whole: set[Node]
    built: dict[Place, Node] = field(default_factory=dict)

    def of(self, place: Place) -> Node:
        """The first token of a tensor; its axis stays, with size 1."""
        if place not in self.built:
            self.built[place] = self._build(*place)
        return self.built[place]

    def _build(self, node: Node, axis: int) -> Node:
        after = node.next
        above = None if node in self.whole else _above(node, axis)
        if above is None:
            return call_before(after, _aten.slice.Tensor, node, axis, 0, 1)
        arguments: list[Any] = list(node.args)
        for position, place in above.items():
            if place is not None:
                arguments[position] = self.of(place)
        if node.target in RESHAPES:
            arguments[1] = _with_one(arguments[1], axis)
        if node.target is _DYNAMIC:
            arguments[1:3] = self._scale(after, node, arguments[0])
        if node.target is _BACK:
            arguments[1:3] = arguments[0].args[1:3]
        return call_before(after, node.target, *arguments, **node.kwargs)

    def _scale(self, after: Node, node: Node, x: Any) -> list[Node]:
        """Scale and zero point of fewer tokens."""
        choose = argument(node, 1).args[0]
        chosen = call_before(after, choose.target, x, *choose.args[1:])
        return [call_before(after, getitem, chosen, which) for which in (0, 1)]


def _with_one(sizes: list[Any], axis: int) -> list[Any]:
    return [1 if at == axis else size for at, size in enumerate(sizes)]
