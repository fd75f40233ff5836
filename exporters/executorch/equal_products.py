"""A product that is asked for again on the same input is computed once.

Layers that share a narrow matrix (factorized query, key and value) call it on the same tensor. The
graph then has the same ``linear`` several times, in int8 with the same quantization before each.
Only linears are merged: XNNPACK wants what quantizes an input to be each product's own.
"""

from collections.abc import Hashable

import torch
from torch.export import ExportedProgram
from torch.fx import Node

_LINEAR = torch.ops.aten.linear.default


def merge_equal_products_(program: ExportedProgram) -> None:
    """Rewrites the graph of ``program`` in place; its results stay the same bit by bit."""
    number: dict[Node, int] = {}
    first: dict[Hashable, Node] = {}
    for node in list(program.graph.nodes):
        key = _key(node, number)
        kept = first.setdefault(key, node)
        number[node] = id(kept)
        if kept is not node and node.target is _LINEAR:
            node.replace_all_uses_with(kept)
    program.graph.eliminate_dead_code()
    program.graph_module.recompile()


def _key(node: Node, number: dict[Node, int]) -> Hashable:
    """Equal for nodes that compute the same; of all but calls it is their own."""
    if node.op != "call_function" or node.is_impure():
        return node
    arguments = torch.utils._pytree.tree_flatten((node.args, node.kwargs))
    leaves, shape = arguments
    known = tuple(number[leaf] if isinstance(leaf, Node) else repr(leaf) for leaf in leaves)
    return (str(node.target), known, str(shape))
