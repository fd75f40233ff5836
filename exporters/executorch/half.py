"""fp16: the network in half precision, inputs and outputs in float32 as the program promises them.

Done on the traced graph, so that no family has to think of it: parameters become half, and so
does every conversion to float32 inside (masks are made that way). The result is traced again.
"""

import copy
from collections.abc import Callable

import torch
from torch import nn
from torch.export import ExportedProgram
from torch.fx import Node
from torch.fx.node import Argument, map_arg

Retrace = Callable[[nn.Module], ExportedProgram]


def in_half_precision(traced: ExportedProgram, retrace: Retrace) -> ExportedProgram:
    """``retrace`` traces a module with the inputs and dynamic sizes that ``traced`` has."""
    network = copy.deepcopy(traced.module())  # half() changes parameters, and these are shared
    for node in list(network.graph.nodes):
        _retype_(node)
    network.recompile()
    return retrace(network.half())


def _retype_(node: Node) -> None:
    """float32, where it is named as an argument, becomes float16; asserted types are dropped."""
    if node.op == "placeholder":
        _halve_(node)
    elif node.target is torch.ops.aten._assert_tensor_metadata.default:
        node.graph.erase_node(node)
    elif node.op == "output":
        node.args = map_arg(node.args, _in_float)
    else:
        node.args = tuple(_half(argument) for argument in node.args)
        node.kwargs = {name: _half(argument) for name, argument in node.kwargs.items()}


def _halve_(given: Node) -> None:
    """What is handed in as float32 goes on as float16."""
    if given.meta["val"].dtype is torch.float32:
        with given.graph.inserting_after(given):
            halved = given.graph.call_function(torch.ops.aten.to.dtype, (given, torch.float16))
        given.replace_all_uses_with(halved, delete_user_cb=lambda user: user is not halved)


def _half(argument: Argument) -> Argument:
    return torch.float16 if argument is torch.float32 else argument


def _in_float(output: Node) -> Node:
    with output.graph.inserting_after(output):
        return output.graph.call_function(torch.ops.aten.to.dtype, (output, torch.float32))
