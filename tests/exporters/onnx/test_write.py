"""A folder of methods: whole or not at all, and equal bytes once."""

from pathlib import Path

import numpy as np
import onnx
import onnx_ir as ir
import pytest

from exporters.onnx.write import WEIGHTS, write_folder

LARGE = np.arange(1024, dtype=np.float32)


def model(**constants: np.ndarray) -> ir.Model:
    """The sum of its constants, which are vectors of one length or rows of it."""
    values = []
    for name, array in constants.items():
        tensor = ir.tensor(array, name=name)
        shape, kind = ir.Shape(array.shape), ir.TensorType(tensor.dtype)
        values.append(ir.Value(name=name, shape=shape, type=kind, const_value=tensor))
    total = ir.node("Sum", values)
    total.outputs[0].name = "total"
    total.outputs[0].shape = ir.Shape([1, 1024])
    total.outputs[0].type = ir.TensorType(ir.DataType.FLOAT)
    graph = ir.Graph(
        [], total.outputs, nodes=[total], initializers=values, opset_imports={"": 23}, name="g"
    )
    return ir.Model(graph, ir_version=10)


def test_equal_bytes_of_any_shape_and_model_stand_once(tmp_path: Path) -> None:
    models = {"a": model(x=LARGE, y=LARGE[None]), "b": model(z=LARGE + 0.0, w=LARGE[None] + 1)}
    write_folder(models, tmp_path / "m.onnx")
    assert (tmp_path / "m.onnx" / WEIGHTS).stat().st_size == 2 * LARGE.nbytes
    loaded = onnx.load(tmp_path / "m.onnx" / "b.onnx").graph.initializer
    arrays = {i.name: onnx.numpy_helper.to_array(i) for i in loaded}
    assert np.array_equal(arrays["z"], LARGE) and np.array_equal(arrays["w"], LARGE[None] + 1)


def test_small_constants_stay_in_the_graph(tmp_path: Path) -> None:
    write_folder({"a": model(x=LARGE[None], y=np.ones(1, np.float32))}, tmp_path / "m.onnx")
    assert (tmp_path / "m.onnx" / WEIGHTS).stat().st_size == LARGE.nbytes


def test_another_folder_takes_the_place_of_the_first(tmp_path: Path) -> None:
    write_folder({"a": model(x=LARGE[None])}, tmp_path / "m.onnx")
    write_folder({"b": model(x=LARGE[None])}, tmp_path / "m.onnx")
    assert {p.name for p in (tmp_path / "m.onnx").iterdir()} == {"b.onnx", WEIGHTS}
    assert [p.name for p in tmp_path.iterdir()] == ["m.onnx"]


def test_nothing_stands_there_when_a_model_is_wrong(tmp_path: Path) -> None:
    broken = model(x=LARGE[None])
    broken.graph.node(0).op_type = "Nothing"
    with pytest.raises(onnx.checker.ValidationError):
        write_folder({"a": model(x=LARGE[None]), "b": broken}, tmp_path / "m.onnx")
    assert not list(tmp_path.iterdir())
