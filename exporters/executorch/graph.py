"""New calls in a traced graph."""

from typing import Any

from torch.fx import Node
from torch.fx.node import map_arg


def call_before(node: Node, target: Any, *arguments: Any, **options: Any) -> Node:
    """A call of ``target`` in front of ``node``, with the value that tracing would have noted."""
    with node.graph.inserting_before(node):
        new = node.graph.call_function(target, arguments, options)
    values = map_arg((arguments, options), lambda argument: argument.meta["val"])
    new.meta = {"val": target(*values[0], **values[1])}
    return new


def argument(node: Node, position: int) -> Any:
    """An argument as what the caller knows it to be; fx allows anything."""
    return node.args[position]
