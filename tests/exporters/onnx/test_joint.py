"""Products that share an input become one, on graphs made by hand (values: test_lower)."""

import numpy as np
import onnx_ir as ir

from exporters.onnx.joint import joint_products_


def constant(name: str, array: np.ndarray) -> ir.Value:
    return ir.Value(name=name, shape=ir.Shape(array.shape), const_value=ir.tensor(array, name=name))


def branch(quantized: ir.Value, scale: ir.Value, name: str, width: int) -> list[ir.Node]:
    """The four nodes of one product of ``width`` features, each constant filled with ``width``."""
    values = constant(f"{name}.values", np.full((3, width), width, np.int8))
    factors = constant(f"{name}.scales", np.full(width, width, np.float32))
    bias = constant(f"{name}.bias", np.full(width, width, np.float32))
    product = ir.node("MatMulInteger", [quantized, values])
    restored = ir.node("DequantizeLinear", [product.outputs[0], scale])
    scaled = ir.node("Mul", [restored.outputs[0], factors])
    return [product, restored, scaled, ir.node("Sum", [scaled.outputs[0], bias])]


def graph_of(*widths: int) -> tuple[ir.Graph, list[ir.Node]]:
    """One quantized input, a branch for each width, and a reader of each branch."""
    x, scale = ir.Value(name="x"), ir.Value(name="scale")
    quantize = ir.node("QuantizeLinear", [x, scale])
    branches = [branch(quantize.outputs[0], scale, str(i), w) for i, w in enumerate(widths)]
    readers = [ir.node("Tanh", [nodes[-1].outputs[0]]) for nodes in branches]
    nodes = [quantize, *(node for nodes in branches for node in nodes), *readers]
    return ir.Graph([x, scale], [r.outputs[0] for r in readers], nodes=nodes), readers


def of_one_scale(width: int, quantize: ir.Node, name: str) -> list[ir.Node]:
    """The nodes of one product as ``linear_per_tensor`` is written, without a bias."""
    quantized, scale, zero_point = quantize.outputs
    values = constant(f"{name}.values", np.full((3, width), width, np.int8))
    factors = constant(f"{name}.scales", np.full(width, width, np.float32))
    product = ir.node("MatMulInteger", [quantized, values, zero_point])
    cast = ir.node("Cast", [product.outputs[0]], {"to": ir.DataType.FLOAT.value})
    both = ir.node("Mul", [scale, factors])
    return [product, cast, both, ir.node("Mul", [cast.outputs[0], both.outputs[0]])]


def test_one_scale_for_the_input_and_no_bias() -> None:
    x = ir.Value(name="x")
    quantize = ir.node("DynamicQuantizeLinear", [x], num_outputs=3)
    branches = [of_one_scale(2, quantize, name) for name in "kv"]
    readers = [ir.node("Tanh", [nodes[-1].outputs[0]]) for nodes in branches]
    nodes = [quantize, *(node for nodes in branches for node in nodes), *readers]
    graph = ir.Graph([x], [reader.outputs[0] for reader in readers], nodes=nodes)
    joint_products_(graph)
    split = readers[0].inputs[0].producer()
    assert split.op_type == "Split"
    assert [reader.inputs[0] for reader in readers] == list(split.outputs)
    assert graph.initializers["k.values+v.values"].const_value.shape == (3, 4)
    assert graph.initializers["k.scales+v.scales"].const_value.shape == (4,)


def test_a_product_that_is_a_result_stays() -> None:
    graph, readers = graph_of(2, 2)
    graph.outputs.append(readers[0].inputs[0])
    joint_products_(graph)
    assert [node.op_type for node in graph].count("Split") == 0


def test_each_reader_gets_its_part() -> None:
    graph, readers = graph_of(2, 2)
    joint_products_(graph)
    split = readers[0].inputs[0].producer()
    assert split.op_type == "Split"
    assert [reader.inputs[0] for reader in readers] == list(split.outputs)
    assert graph.initializers["0.values+1.values"].const_value.shape == (3, 4)
    assert graph.initializers["0.bias+1.bias"].const_value.shape == (4,)


def test_products_of_different_widths_stay_apart() -> None:
    graph, readers = graph_of(2, 4)
    joint_products_(graph)
    assert {reader.inputs[0].producer().op_type for reader in readers} == {"Sum"}


def test_a_single_product_stays() -> None:
    graph, _ = graph_of(2)
    joint_products_(graph)
    assert [node.op_type for node in graph].count("Split") == 0


def test_weights_that_another_product_reads_are_not_stored_twice() -> None:
    graph, readers = graph_of(2, 2)
    values = next(n for n in graph if n.op_type == "MatMulInteger").inputs[1]
    graph.append(ir.node("MatMulInteger", [graph.inputs[0], values]))
    joint_products_(graph)
    assert {reader.inputs[0].producer().op_type for reader in readers} == {"Sum"}
