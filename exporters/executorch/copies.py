"""Fewer reshapes and transposes: XNNPACK copies the memory for each of them.

Attention as transformers writes it takes a tensor (1, time, heads, width) apart in steps. Of the
copies of a BERT layer five can go:

    reshape(reshape(x))                                  is  reshape(x)
    reshape(transpose(reshape(x, (1, ...))), no first 1) is  transpose(reshape(x, (...)))
    transpose(transpose(x))                              is  permute(x)
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch.export import ExportedProgram
from torch.fx import Node

from exporters.executorch.graph import argument, call_before

RESHAPES = (
    torch.ops.aten.reshape.default,
    torch.ops.aten.view.default,
    torch.ops.aten._unsafe_view.default,
)
TRANSPOSE = torch.ops.aten.transpose.int


def fewer_copies_(program: ExportedProgram) -> None:
    """Rewrites the graph of ``program`` in place; its results stay the same bit by bit."""
    for node in list(program.graph.nodes):
        if node.target in RESHAPES:
            _without_leading_one_(node)
            _through_reshape_(node)
        elif node.target is TRANSPOSE:
            _through_transpose_(node)
    program.graph.eliminate_dead_code()
    program.graph_module.recompile()


def _through_reshape_(node: Node) -> None:
    """``reshape`` and not ``view``: memory that the inner one copied may not be contiguous."""
    inner = argument(node, 0)
    if isinstance(inner, Node) and inner.target in RESHAPES:
        node.args = (argument(inner, 0), argument(node, 1))
        node.target = torch.ops.aten.reshape.default


def _without_leading_one_(node: Node) -> None:
    turned = argument(node, 0)
    if not isinstance(turned, Node) or turned.target is not TRANSPOSE:
        return
    whole, (first, second) = argument(turned, 0), axes(turned)
    if not isinstance(whole, Node) or whole.target not in RESHAPES or 0 in (first, second):
        return
    sizes = list(turned.meta["val"].shape)
    if sizes[0] != 1 or not _same(node.meta["val"].shape, sizes[1:]):
        return
    reshape = torch.ops.aten.reshape.default
    flat = call_before(node, reshape, argument(whole, 0), list(argument(whole, 1))[1:])
    node.replace_all_uses_with(call_before(node, TRANSPOSE, flat, first - 1, second - 1))


def _through_transpose_(node: Node) -> None:
    inner = argument(node, 0)
    if not isinstance(inner, Node) or inner.target is not TRANSPOSE:
        return
    order = list(range(node.meta["val"].dim()))
    for first, second in (axes(inner), axes(node)):
        order[first], order[second] = order[second], order[first]
    permute = torch.ops.aten.permute.default
    node.replace_all_uses_with(call_before(node, permute, argument(inner, 0), order))


def axes(node: Node) -> tuple[int, int]:
    """The two axes of a transpose, counted from the front."""
    dimensions = node.meta["val"].dim()
    return int(argument(node, 1)) % dimensions, int(argument(node, 2)) % dimensions


def _same(sizes: Sequence[Any], others: Sequence[Any]) -> bool:
    """Symbolic sizes are the same when they are written the same; comparing them would guard."""
    return [str(size) for size in sizes] == [str(size) for size in others]
