"""Reshapes in the form that XNNPACK takes when one size is known only at run time.

XNNPACK refuses symbolic sizes ("Symbolic reshape is not supported") but knows -1. So each reshape
with one symbolic size becomes a view with -1 in its place, behind a copy where the memory is not
contiguous. Without this MiniLM is cut into 56 to 64 delegates, with it into 2.
"""

import torch
from torch.export import ExportedProgram
from torch.fx import Node

from exporters.executorch.copies import RESHAPES


def use_minus_one_(program: ExportedProgram) -> None:
    """Rewrites the graph of ``program`` in place."""
    for node in program.graph.nodes:
        if node.op == "call_function" and node.target in RESHAPES:
            _rewrite_(node)
    program.graph.eliminate_dead_code()
    program.graph_module.recompile()


def _rewrite_(node: Node) -> None:
    sizes = node.meta["val"].shape
    symbolic = [at for at, size in enumerate(sizes) if not isinstance(size, int)]
    if len(symbolic) != 1:
        return
    node.args = (_contiguous(node), [size if isinstance(size, int) else -1 for size in sizes])
    node.target = torch.ops.aten.view.default


def _contiguous(node: Node) -> Node:
    """The input of a reshape, behind a copy when a view of it would not be possible."""
    source = node.args[0]
    assert isinstance(source, Node), "what is reshaped is a tensor of the graph"
    if source.meta["val"].is_contiguous():
        return source
    with node.graph.inserting_before(node):
        copied = node.graph.call_function(
            torch.ops.aten.clone.default, (source,), {"memory_format": torch.contiguous_format}
        )
    copied.meta = dict(source.meta, val=source.meta["val"].contiguous())
    return copied
