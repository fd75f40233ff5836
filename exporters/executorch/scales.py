"""Constant factors go into the weights: the scale of a query is one pass over it less.

c (W x + b) = (c W) x + c b, and for int8 rows c W is c times their scales: no value changes
(benchmarks/README.md, "constant factors").
"""

from collections import defaultdict
from dataclasses import dataclass

import torch
from torch import nn
from torch.export import ExportedProgram
from torch.fx import Node

from exporters.executorch.copies import RESHAPES, TRANSPOSE
from exporters.executorch.graph import argument

_aten = torch.ops.aten
_MOVES = {*RESHAPES, TRANSPOSE, _aten.permute.default}
_ROWS = torch.ops.quantized_decomposed.dequantize_per_channel.default


@dataclass(frozen=True)
class _Scaled:
    """``product`` is ``factor`` times what ``linear`` gives, moved but not changed."""

    product: Node
    linear: Node
    factor: float


def fold_factors_(program: ExportedProgram) -> None:
    """Rewrites the graph and the constants of ``program``; its own modules keep theirs."""
    by_weight: dict[Node, list[_Scaled]] = defaultdict(list)
    for node in program.graph.nodes:
        found = _scaled(node)
        if found is not None:
            by_weight[_scale_of(found.linear)].append(found)
    for weight, uses in by_weight.items():
        constants = [weight, *_biases(uses)]
        if len({use.factor for use in uses}) == 1 and _only_for(constants, uses):
            for constant in constants:
                _multiply_(program, constant, uses[0].factor)
            for use in uses:
                use.product.replace_all_uses_with(argument(use.product, 0))
    program.graph.eliminate_dead_code()
    program.graph_module.recompile()


def _scaled(node: Node) -> _Scaled | None:
    if node.target is not _aten.mul.Tensor or not isinstance(argument(node, 1), float):
        return None
    if argument(node, 1) <= 0:
        return None  # XNNPACK takes positive scales alone
    above = argument(node, 0)
    while above.target in _MOVES and len(above.users) == 1:
        above = argument(above, 0)
    if above.target is not _aten.linear.default or len(above.users) != 1:
        return None
    return _Scaled(node, above, argument(node, 1))


def _scale_of(linear: Node) -> Node:
    """The constant that the output is proportional to: the weight, or the scales of its rows."""
    weight = argument(linear, 1)
    return argument(weight, 1) if weight.target is _ROWS else weight


def _biases(uses: list[_Scaled]) -> set[Node]:
    linears = [use.linear for use in uses]
    return {argument(each, 2) for each in linears if len(each.args) > 2 and argument(each, 2)}


def _only_for(constants: list[Node], uses: list[_Scaled]) -> bool:
    """Whether nothing else reads the constants: a shared layer may use one in two ways."""
    linears = {use.linear for use in uses}
    readers: set[Node] = set()
    for constant in constants:
        for user in constant.users:
            readers |= set(user.users) if user.target is _ROWS else {user}
    return readers <= linears and all(c.op == "placeholder" for c in constants)


def _multiply_(program: ExportedProgram, constant: Node, factor: float) -> None:
    name = program.graph_signature.inputs_to_parameters[constant.name]
    scaled = program.state_dict[name].detach() * factor
    program.state_dict[name] = nn.Parameter(scaled, requires_grad=False)
