"""Fewer nodes that only rename axes: each costs ONNX Runtime about as much as a small product.

A decoder's step has one token, so splitting its heads moves an axis of size 1 and no number.
"""

import numpy as np
import onnx_ir as ir


def plain_reshapes_(graph: ir.Graph) -> None:
    """Transpositions that move no number become reshapes, and one reshape is left of several."""
    for node in list(graph):
        if node.op_type == "Transpose" and _moves_nothing(node):
            _reshape_instead_(graph, node)
    for node in list(graph):
        if node.op_type == "Reshape" and _complete(node):
            _look_through_(node)


def _moves_nothing(transpose: ir.Node) -> bool:
    """Whether the axes that are longer than 1 keep their order, and at most one is dynamic.

    One before a product stays: ONNX Runtime makes it a part of the product.
    """
    shape = None if transpose.inputs[0] is None else transpose.inputs[0].shape
    if shape is None or sum(not isinstance(size, int) for size in shape) > 1:
        return False
    moved = [axis for axis in transpose.attributes["perm"].as_ints() if shape[axis] != 1]
    readers = {reader.op_type for reader in transpose.outputs[0].consumers()}
    return moved == sorted(moved) and readers != {"MatMul"}


def _reshape_instead_(graph: ir.Graph, transpose: ir.Node) -> None:
    result, source = transpose.outputs[0], transpose.inputs[0]
    assert source is not None and source.shape is not None
    sizes = [source.shape[axis] for axis in transpose.attributes["perm"].as_ints()]
    target = np.array([s if isinstance(s, int) else -1 for s in sizes], np.int64)
    constant = ir.node("Constant", [], {"value": ir.tensor(target)})
    reshape = ir.node("Reshape", [source, constant.outputs[0]])
    _take_place_(graph, transpose, [constant, reshape], result)


def _complete(reshape: ir.Node) -> bool:
    """Whether the result's shape does not depend on the operand's: it copies no size of it."""
    allowed = reshape.attributes.get("allowzero")
    target = reshape.inputs[1]
    constant = None if target is None else ir.convenience.get_const_tensor(target)
    if allowed is not None and allowed.as_int() == 1:
        return True
    return constant is not None and 0 not in constant.numpy()


def _look_through_(reshape: ir.Node) -> None:
    """Reshapes before are skipped.

    A factor between two stays there: right before a product ONNX Runtime makes it a part of the
    product, whose kernel for one row takes none, and the product takes twice as long.
    """
    source = reshape.inputs[0]
    while source is not None and (before := source.producer()) and before.op_type == "Reshape":
        source = before.inputs[0]
    reshape.replace_input_with(0, source)


def _take_place_(graph: ir.Graph, old: ir.Node, nodes: list[ir.Node], result: ir.Value) -> None:
    """The last of the nodes gives what the old one gave, to all who read it."""
    new = nodes[-1].outputs[0]
    new.shape, new.type, new.name = result.shape, result.type, result.name
    result.name = None
    graph.insert_before(old, nodes)
    ir.convenience.replace_all_uses_with(result, new, replace_graph_outputs=True)
    graph.remove(old, safe=True)
