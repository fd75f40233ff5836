"""The gate of arithmetic, on programs that PyTorch runs in the place of a file."""

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from exporters.backend import Lowering, backend
from exporters.bundle.manifest import ProgramFile
from exporters.capture.seats import reseated
from exporters.eager import TorchRunner
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.precision.emulate import NO_TRIPS, TOKENS, EmulatedLinear
from exporters.precision.rules import Precision
from exporters.verify import emulated, emulation
from exporters.verify.classification.subject import ClassifierSubject
from exporters.verify.original import Original
from tests.exporters.verify.constants.finished import FAMILY, Finished, finished, program

pytest.importorskip("onnxruntime")
OPTIONS = Lowering(Precision.INT8)
ORIGINAL = Original(program(), OPTIONS)
Change = Callable[[str, nn.Module], nn.Module | None]


def subject(change: Change | None = None) -> ClassifierSubject:
    """A file of which PyTorch computes the emulated program, changed."""
    file = ProgramFile("no.onnx", "onnx", "onnxruntime", "1", "int8", 9, "ab", (), {}, 0, 8)
    own = emulated.emulated_program(ORIGINAL, backend("onnx").arithmetic(OPTIONS))
    if change is not None:
        method = own.methods[0]
        own = own.with_modules({method.name: reseated(method.module, change).eval()})
    made = Finished(Path("nowhere"), file, FAMILY, OPTIONS).subject(Path("nowhere"))
    made.__dict__["runner"] = TorchRunner(own)
    return made


def test_the_same_arithmetic_passes() -> None:
    found = emulation.check(subject())
    assert found.passed and found.figures["relative"] < 1e-6


def without_a_bias(path: str, layer: nn.Module) -> nn.Module | None:
    if not path.endswith("layer.1.attention.self.value"):
        return None
    assert isinstance(layer, EmulatedLinear)
    twin = EmulatedLinear(layer, layer.weight, layer.trips)
    twin.bias = None
    return twin


def softer(path: str, layer: nn.Module) -> nn.Module | None:
    """Scores 5 % smaller, as if the scale of the softmax were."""
    if not path.endswith("layer.0.attention.self.query"):
        return None
    assert isinstance(layer, EmulatedLinear)
    twin = EmulatedLinear(layer, 0.95 * layer.weight, layer.trips)
    twin.bias = nn.Parameter(0.95 * layer.bias)
    return twin


def test_a_structure_that_is_another_fails() -> None:
    for change in (without_a_bias, softer):
        found = emulation.check(subject(change))
        assert not found.passed
        assert "away from its own arithmetic" in found.message


def test_what_flips_do_is_measured() -> None:
    expected = emulated.expected_of(subject(), ORIGINAL, TOKENS)
    assert expected.allowed >= emulated.FLIPS
    assert expected.allowed < 0.25


def test_float_arithmetic_is_held_to_the_order_of_sums() -> None:
    options = Lowering(Precision.FP32)
    arithmetic = backend("onnx").arithmetic(options)
    expected = emulated.expected_of(subject(), Original(program(), options), arithmetic)
    assert expected.allowed == emulated.SINGLES


def test_products_of_one_row_are_known() -> None:
    rows = emulated.single_rows(program().methods[0])
    assert rows == {"model.bert.pooler.dense", "model.classifier"}


def test_without_the_checkpoint_it_says_so() -> None:
    found = emulation.check(replace(subject(), original=None))
    assert found.passed and found.figures == {"compared": 0}


def test_ranges_of_texts_that_are_not_at_hand_are_said() -> None:
    static = replace(OPTIONS, precision=Precision.INT8_STATIC)
    asked = replace(subject(), original=Original(program(), static))
    found = emulation.check(asked)
    assert found.passed and "ranges were found on are not at hand" in found.message


@pytest.mark.parametrize("format_name", FORMATS)
def test_calibrated_activations_are_computed_too(format_name: str) -> None:
    try:
        made = finished(format_name, Precision.INT8_STATIC)
    except Refused as missing:
        pytest.skip(str(missing))
    right = made.subject(made.folder)
    found = emulation.check(right)
    assert found.passed, found.message
    assert found.figures["cases"] > 8 and found.figures["allowed"] < 0.4
    for bias in ("layer.1.attention.self.value.bias", "layer.0.output.dense.bias"):
        own = program()
        method = own.methods[0]
        twin = copy.deepcopy(method.module)
        with torch.no_grad():
            next(p for n, p in twin.named_parameters() if n.endswith(bias)).zero_()
        other = Original(own.with_modules({method.name: twin}), made.options)
        found = emulation.check(replace(right, original=other))
        assert not found.passed, (bias, found.message)


def test_emulated_weights_are_those_of_the_linear_and_its_bias_stays() -> None:
    torch.manual_seed(0)
    linear = nn.Linear(4, 3)
    own = EmulatedLinear(linear, linear.weight, NO_TRIPS)
    x = torch.randn(2, 4)
    assert torch.equal(own(x), linear(x))
