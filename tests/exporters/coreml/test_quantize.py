"""What becomes int8, what rules leave in float, and what is refused before any slow work."""

import numpy as np
import pytest
import torch
from coremltools.converters.mil.frontend.milproto import load as milproto
from torch import nn

from exporters.backend import Lowering
from exporters.coreml.package import open_package
from exporters.coreml.quantize import quantize
from exporters.coreml.rows import with_int8_rows
from exporters.dimension import Dimension
from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows
from exporters.precision.rules import Precision, Rule
from exporters.program import Method, Program, TensorSpec
from exporters.reading import read
from tests.exporters.coreml.conftest import Build, captured, samples

LEAVE_OUT = (Rule("*attention*query", False), Rule("*word_embeddings", False))


class Shifted(nn.Embedding):
    """An embedding with its own call, as several families have them."""

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return 2 * super().forward(ids + 1)


def test_a_layer_with_int8_rows_keeps_its_class_and_its_call() -> None:
    torch.manual_seed(0)
    layer = Shifted(10, 4)
    weight = layer.weight.detach().clone()
    twin = with_int8_rows(layer)
    expected = 2 * dequantize_rows(*quantize_rows(weight))[torch.tensor([3, 4])]
    assert isinstance(twin, Shifted)
    torch.testing.assert_close(twin(torch.tensor([2, 3])), expected)
    torch.testing.assert_close(layer.weight.detach(), weight)
    assert "weight" in dict(layer.named_parameters())


def test_the_program_that_came_in_is_left_as_it_is() -> None:
    program = captured("bert")
    before = {k: v.clone() for k, v in program.methods[0].module.state_dict().items()}
    quantize(program, Lowering(Precision.INT8_STATIC, (16,), samples=samples()))
    after = program.methods[0].module.state_dict()
    assert list(before) == list(after)
    assert all(torch.equal(before[k], after[k]) for k in before)
    assert not any(m._forward_pre_hooks for m in program.methods[0].module.modules())


def test_the_int8_values_in_the_file_are_the_projects_own(build: Build) -> None:
    built = build("bert", Precision.INT8)
    named = dict(built.program.methods[0].module.named_modules())
    path = next(p for p in named if p.endswith("layer.0.attention.self.query"))
    values, scales = quantize_rows(named[path].weight)
    stored = _constexpr(built.path, path.replace(".", "_"))
    np.testing.assert_array_equal(stored["data"], values.numpy())
    np.testing.assert_allclose(stored["scale"].ravel(), scales.numpy(), rtol=2**-11)


@pytest.mark.parametrize("ios", [17, 18])
def test_rules_leave_layers_in_float(build: Build, ios: int) -> None:
    built = build("bert", Precision.INT8, rules=LEAVE_OUT, ios=ios)
    tensors = {t.name: t.dtype for t in read("coreml", built.path).tensors}
    left = [n for n in tensors if "query_weight" in n or "word_embeddings_weight" in n]
    assert sorted(tensors[n] for n in left) == ["float16"] * 3
    assert not any(d == "int8" for n, d in tensors.items() if "query" in n)
    assert any(d == "int8" for n, d in tensors.items() if "attention_self_key" in n)


def test_int8_static_puts_inputs_of_linears_on_the_grid_and_nothing_else(build: Build) -> None:
    reading = read("coreml", build("bert", Precision.INT8_STATIC).path)
    used = {o.operator: o.count for o in reading.operators}
    # Query, key and value share one input: 4 inputs for the 6 linears of a layer, then 2.
    assert used["quantize"] == used["dequantize"] == 2 * 4 + 2
    assert used["linear"] == 2 * 6 + 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Lowering(Precision.INT8, ios=16), "iOS 16"),
        (Lowering(Precision.INT8, (16, 65)), "2 to 64"),
        (Lowering(Precision.INT8, (1, 16)), "2 to 64"),
        (Lowering(Precision.FP16, (16,), rules=LEAVE_OUT), "do nothing"),
        (Lowering(Precision.INT8, (16,), rules=(Rule("*", False),)), "no layer"),
        (Lowering(Precision.INT8_STATIC, (16,)), "real inputs"),
    ],
)
def test_what_cannot_be_done_is_refused(options: Lowering, words: str) -> None:
    with pytest.raises(Refused, match=words):
        quantize(captured("bert"), options)


def test_two_dynamic_dimensions_are_refused_by_name() -> None:
    shape = (1, Dimension("source", 2, 64), Dimension("target", 2, 64))
    both = TensorSpec("both", torch.float32, shape)
    method = Method("decode", nn.Linear(2, 2), (both,), ())
    with pytest.raises(Refused, match="source, target"):
        quantize(Program("translation", "marian", (method,), 0, 1), Lowering())


def _constexpr(path: object, name: str) -> dict[str, np.ndarray]:
    """The stored parts of a layer's compressed weight."""
    package = open_package(path)
    spec = package.spec
    program = milproto.load(spec, spec.specificationVersion, str(package.weights))
    (function,) = program.functions.values()
    op = next(o for o in function.operations if "constexpr" in o.op_type and name in o.name)
    return {"data": op.data.val, "scale": op.scale.val}
