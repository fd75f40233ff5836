"""Nodes that only rename axes, on graphs made by hand."""

import numpy as np
import onnx
import onnx_ir as ir
import onnxruntime as ort
from onnx_ir.passes.common import RemoveUnusedNodesPass

from exporters.onnx.reshapes import plain_reshapes_

FLOAT = ir.TensorType(ir.DataType.FLOAT)


def value(name: str, *shape: int | str) -> ir.Value:
    return ir.Value(name=name, shape=ir.Shape(shape), type=FLOAT)


def shaped(name: str, *sizes: int) -> ir.Value:
    tensor = ir.tensor(np.array(sizes, np.int64), name=name)
    kind, shape = ir.TensorType(ir.DataType.INT64), ir.Shape([len(sizes)])
    return ir.Value(name=name, shape=shape, type=kind, const_value=tensor)


def node(kind: str, inputs: list[ir.Value], *shape: int | str, **attributes: object) -> ir.Node:
    made = ir.node(kind, inputs, attributes)
    made.outputs[0].shape, made.outputs[0].type = ir.Shape(shape), FLOAT
    return made


def graph_of(x: ir.Value, nodes: list[ir.Node]) -> ir.Graph:
    """The last node gives the result; constants are what else is read."""
    read = {v for n in nodes for v in n.inputs if v is not None and v.const_value is not None}
    nodes[-1].outputs[0].name = "result"
    return ir.Graph(
        [x],
        [nodes[-1].outputs[0]],
        nodes=nodes,
        initializers=sorted(read, key=lambda v: str(v.name)),
        opset_imports={"": 23},
        name="g",
    )


def kinds_after(graph: ir.Graph, x: np.ndarray) -> list[str]:
    """The operators that are left, once the graph was found to give what it gave before."""
    expected = _run(graph, x)
    plain_reshapes_(graph)
    np.testing.assert_array_equal(_run(graph, x), expected)
    RemoveUnusedNodesPass()(ir.Model(graph, ir_version=10))
    return [n.op_type for n in graph if n.op_type != "Constant"]


def _run(graph: ir.Graph, x: np.ndarray) -> np.ndarray:
    proto = ir.to_proto(ir.Model(graph, ir_version=10))
    onnx.checker.check_model(proto)
    session = ort.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"x": x})[0]


def numbers(*shape: int) -> np.ndarray:
    return np.arange(np.prod(shape), dtype=np.float32).reshape(shape)


def test_heads_of_one_token_are_split_by_one_reshape() -> None:
    x = value("x", 1, 1, 6)
    split = node("Reshape", [x, shaped("a", 1, 1, 2, 3)], 1, 1, 2, 3)
    moved = node("Transpose", [split.outputs[0]], 1, 2, 1, 3, perm=[0, 2, 1, 3])
    flat = node("Reshape", [moved.outputs[0], shaped("b", 2, 1, 3)], 2, 1, 3)
    assert kinds_after(graph_of(x, [split, moved, flat]), numbers(1, 1, 6)) == ["Reshape"]


def test_a_factor_between_two_reshapes_stays_there() -> None:
    x, scale = value("x", 1, 6), ir.Value(name="s", shape=ir.Shape([]), type=FLOAT)
    scale.const_value = ir.tensor(np.float32(0.5), name="s")
    split = node("Reshape", [x, shaped("a", 2, 3)], 2, 3)
    scaled = node("Mul", [split.outputs[0], scale], 2, 3)
    flat = node("Reshape", [scaled.outputs[0], shaped("b", 3, 2)], 3, 2)
    kinds = ["Reshape", "Mul", "Reshape"]
    assert kinds_after(graph_of(x, [split, scaled, flat]), numbers(1, 6)) == kinds


def test_a_dynamic_axis_that_keeps_its_place_is_no_matter() -> None:
    x = value("x", 1, "time", 3)
    moved = node("Transpose", [x], "time", 1, 3, perm=[1, 0, 2])
    assert kinds_after(graph_of(x, [moved]), numbers(1, 5, 3)) == ["Reshape"]


def test_tokens_that_change_places_stay_transposed() -> None:
    x = value("x", 2, 4, 3)
    moved = node("Transpose", [x], 4, 2, 3, perm=[1, 0, 2])
    assert kinds_after(graph_of(x, [moved]), numbers(2, 4, 3)) == ["Transpose"]


def test_a_transposition_before_a_product_stays_a_part_of_it() -> None:
    x = value("x", 2, 1, 3)
    moved = node("Transpose", [x], 2, 3, 1, perm=[0, 2, 1])
    product = node("MatMul", [x, moved.outputs[0]], 2, 1, 1)
    assert kinds_after(graph_of(x, [moved, product]), numbers(2, 1, 3)) == ["Transpose", "MatMul"]


def test_a_reshape_that_copies_a_size_keeps_what_it_copies_from() -> None:
    x = value("x", 2, 6)
    first = node("Reshape", [x, shaped("a", 3, 4)], 3, 4)
    second = node("Reshape", [first.outputs[0], shaped("b", 0, 2, 2)], 3, 2, 2)
    assert kinds_after(graph_of(x, [first, second]), numbers(2, 6)) == ["Reshape", "Reshape"]
