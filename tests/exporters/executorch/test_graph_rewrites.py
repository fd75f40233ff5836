"""Rewrites of the traced graph: fewer operators, the same answer."""

from collections import Counter

import pytest
import torch
from torch import nn
from torch.export import Dim, ExportedProgram, export

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.capture import capture_translation
from exporters.executorch.copies import fewer_copies_
from exporters.executorch.first_token import compute_first_token_only_
from exporters.executorch.lower import rewrite_, traced_method
from exporters.executorch.quantize import quantize
from exporters.executorch.scales import fold_factors_
from exporters.precision.rules import Precision
from tests import models, translation_models


class _Heads(nn.Module):
    """Two heads of width 3, as transformers takes them apart and puts them together."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        heads = x.view(1, x.shape[1], 2, 3).transpose(1, 2)
        key = heads.reshape(2, x.shape[1], 3).transpose(1, 2)
        merged = torch.bmm(heads.reshape(2, x.shape[1], 3), key).transpose(0, 1)
        return merged.reshape(1, x.shape[1], -1).reshape(1, x.shape[1], 2, -1)


def _traced(module: nn.Module, *inputs: torch.Tensor) -> ExportedProgram:
    length = Dim("length", min=3, max=32)
    shapes = tuple({1: length} for _ in inputs)
    with torch.no_grad():
        return export(module.eval(), inputs, dynamic_shapes=shapes, strict=False)


def _count(program: ExportedProgram) -> Counter[str]:
    return Counter(str(n.target) for n in program.graph.nodes if n.op == "call_function")


def _classifier(family: str) -> ExportedProgram:
    captured = capture(models.tiny(family), "text-classification", CaptureOptions(32))
    program = quantize(captured, Lowering(precision=Precision.FP32))
    ids = torch.randint(5, 500, (1, 12))
    return _traced(program.methods[0].module, ids, torch.ones_like(ids))


def test_copies_go_and_the_numbers_stay() -> None:
    program, x = _traced(_Heads(), torch.randn(1, 7, 6)), torch.randn(1, 9, 6)
    expected = program.module()(x)
    before = _count(program)
    fewer_copies_(program)
    after = _count(program)
    assert torch.equal(program.module()(x), expected)
    assert before["aten.reshape.default"] + before["aten.view.default"] == 5
    assert after["aten.reshape.default"] + after["aten.view.default"] == 3
    assert after["aten.permute.default"] == 1


@pytest.mark.parametrize("family", ["bert", "albert", "mpnet", "deberta-v2", "modernbert-mean"])
def test_no_family_changes_its_answer(family: str) -> None:
    program, ids = _classifier(family), torch.randint(5, 500, (1, 20))
    mask = torch.cat([torch.ones(1, 15), torch.zeros(1, 5)], dim=1).long()
    expected = program.module()(ids, mask)
    fewer_copies_(program)
    compute_first_token_only_(program)
    fold_factors_(program)
    torch.testing.assert_close(program.module()(ids, mask), expected, atol=1e-5, rtol=0)


def _long_linears(program: ExportedProgram) -> int:
    """How many linears treat every token; the means of layer norms, one wide, do not count."""
    linears = [n for n in program.graph.nodes if n.target is torch.ops.aten.linear.default]
    sizes = [n.meta["val"].shape for n in linears]
    return sum(not isinstance(size[1], int) for size in sizes if size[-1] > 1)


def test_the_last_layer_treats_all_tokens_for_keys_and_values_only() -> None:
    program = _classifier("bert")
    assert _long_linears(program) == 2 * 6
    fewer_copies_(program)
    compute_first_token_only_(program)
    assert _long_linears(program) == 6 + 2
    names = [str(n.target) for n in program.graph.nodes]
    assert "aten.select.int" not in names


def test_a_model_that_takes_the_mean_is_left_alone() -> None:
    program = _classifier("modernbert-mean")
    before = _long_linears(program)
    compute_first_token_only_(program)
    assert _long_linears(program) == before > 0


@pytest.mark.parametrize("family", ["bert", "albert"])
@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_the_scale_of_queries_goes_into_weights_once(family: str, precision: Precision) -> None:
    """ALBERT's query weight serves both layers and is scaled once; the model's own stays."""
    captured = capture(models.tiny(family), "text-classification", CaptureOptions(32))
    module = quantize(captured, Lowering(precision=precision)).methods[0].module
    kept = {name: value.clone() for name, value in module.state_dict().items()}
    ids, mask = torch.randint(5, 500, (1, 12)), torch.ones(1, 12, dtype=torch.int64)
    program = _traced(module, ids, mask)
    expected, before = program.module()(ids, mask), _count(program)["aten.mul.Tensor"]
    fewer_copies_(program)
    fold_factors_(program)
    torch.testing.assert_close(program.module()(ids, mask), expected, atol=1e-5, rtol=0)
    assert _count(program)["aten.mul.Tensor"] == before - 2
    assert all(torch.equal(value, kept[name]) for name, value in module.state_dict().items())


@pytest.mark.parametrize(
    ("family", "precision"),
    [
        ("marian", Precision.FP32),
        ("marian", Precision.INT8),
        ("m2m_100", Precision.FP32),
        ("t5", Precision.FP32),
    ],
)
def test_translators_keep_every_token_and_their_answers(family: str, precision: Precision) -> None:
    model = translation_models.tiny(family)
    options = Lowering(precision, (12,))
    program = quantize(capture_translation(model, CaptureOptions(12, 8, 2)), options)
    for method in program.methods:
        exported = traced_method(method, options)
        inputs = [_random(spec.sizes({"length": 9}), spec.dtype) for spec in method.inputs]
        before, expected = _count(exported), exported.module()(*inputs)
        rewrite_(exported)
        after = _count(exported)
        for one, other in zip(expected, exported.module()(*inputs), strict=True):
            torch.testing.assert_close(other, one, atol=1e-4, rtol=1e-4)
        assert after["aten.linear.default"] == before["aten.linear.default"]
        assert after["aten.slice.Tensor"] == before["aten.slice.Tensor"]


def _random(sizes: tuple[int, ...], dtype: torch.dtype) -> torch.Tensor:
    """Integers are masks and positions here: 1 is good for both."""
    return torch.ones(sizes, dtype=dtype) if dtype is torch.int64 else torch.randn(sizes)


class _Times(nn.Module):
    """A linear, its result times a constant."""

    def __init__(self, factor: float) -> None:
        super().__init__()
        self.linear, self.factor = nn.Linear(4, 4), factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x) * self.factor


@pytest.mark.parametrize(("factor", "products"), [(0.5, 0), (-0.5, 1), (0.0, 1)])
def test_only_a_positive_factor_goes_into_weights(factor: float, products: int) -> None:
    """XNNPACK refuses int8 scales that are not positive."""
    program = _traced(_Times(factor), torch.randn(1, 5, 4))
    fold_factors_(program)
    assert _count(program)["aten.mul.Tensor"] == products


class _Halves(nn.Module):
    """Each token as two of half the width; then the first token is read."""

    def __init__(self, folded: tuple[int, ...]) -> None:
        super().__init__()
        self.linear, self.folded = nn.Linear(4, 4), folded

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x.reshape(self.folded)).reshape(x.shape)[:, 0]


@pytest.mark.parametrize("folded", [(1, -1, 2, 4), (1, -1, 4)])
def test_the_first_token_of_a_fold_is_the_whole_token(folded: tuple[int, ...]) -> None:
    module, x = _Halves(folded), torch.randn(1, 5, 8)
    program = _traced(module, x)
    compute_first_token_only_(program)
    torch.testing.assert_close(program.module()(x), module(x))
