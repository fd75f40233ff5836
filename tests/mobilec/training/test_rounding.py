"""A model that computes in int8 says what its program says in that format's arithmetic."""

from functools import cache

import pytest
import torch
from torch import nn

from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions, capture
from exporters.precision.activations import FixedGrid, asymmetric_tokens
from exporters.precision.calibration import LinearRanges, Range
from exporters.precision.emulate import Arithmetic, Trips
from exporters.precision.int8 import dequantize_rows, quantize_rows
from exporters.precision.rules import Precision
from exporters.tasks.names import CLASSIFICATION
from exporters.verify.emulated import FLIPS, emulated_program
from exporters.verify.original import Original
from mobilec.compression.execution.choice import AUTO
from mobilec.compression.execution.execute import executable
from mobilec.compression.learning.int8_seats import forms_of, int8_seats
from mobilec.compression.methods.quantize_aware import Ranges
from mobilec.layers.forms import DENSE, FACTORED
from mobilec.training.rounding import Seat, rounded_rows, rounding, through, watching
from tests import models
from tests.mobilec.compression.methods.test_linear_methods import done

SUMS = 1e-5
"""float32 sums in another order: 1e-7 was seen of all texts but those where that made an activation
flip to the next step, as DeBERTa's rebuilt attention did in one of three."""
HALVES = 5e-2
"""Core ML keeps norms, biases and activations in float16, which is not rounded to while it learns:
0.003 was seen."""
IDS = torch.randint(8, 300, (3, 12), generator=torch.Generator().manual_seed(5))
CLASSIFIERS = models.FAMILIES
TEXTS = tuple(
    {"input_ids": ids[None], "attention_mask": torch.ones_like(ids)[None]}
    for ids in torch.randint(8, 300, (4, 9), generator=torch.Generator().manual_seed(6))
)


def lowering(precision=Precision.INT8):
    samples = [(text["input_ids"], text["attention_mask"]) for text in TEXTS]
    return Lowering(precision, lengths=(24,), samples=samples)


def expected(model, format, precision=Precision.INT8, execution=AUTO):
    """Of the program in the arithmetic of a format, which a gate holds its file to."""
    plain = executable(model, execution, (format,)).model
    original = Original(capture(plain, CLASSIFICATION, CaptureOptions(24)), lowering(precision))
    arithmetic = backend(format).arithmetic(original.options)
    with torch.no_grad():
        module = emulated_program(original, arithmetic).method("forward").module
        return torch.cat([module(ids[None], torch.ones_like(ids)[None]) for ids in IDS])


def said(model, format, precision=Precision.INT8, execution=AUTO):
    """(texts, labels) of the model itself, and of one text beside another."""
    seats = int8_seats(model, forms_of(model, execution, format))
    Ranges(model, seats, TEXTS).find()
    with torch.no_grad(), rounding(seats, backend(format).arithmetic(lowering(precision))):
        alone = torch.cat([model(ids[None]).logits for ids in IDS])
        return alone, model(IDS).logits


def far(one, other):
    """Of each text, relative, in the Euclidean norm."""
    return ((one - other).norm(dim=1) / other.norm(dim=1)).tolist()


@pytest.mark.parametrize("format", ["executorch", "onnx"])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_family_computes_as_its_program(name, format):
    pytest.importorskip({"executorch": "executorch", "onnx": "onnxruntime"}[format])
    model = models.tiny(name).eval()
    wanted = expected(model, format)
    alone, beside = said(model, format)
    for found in (far(alone, wanted), far(beside, wanted)):
        assert min(found) < SUMS and max(found) < FLIPS
    with torch.no_grad():
        assert min(far(model(IDS).logits, wanted)) > 100 * SUMS, "what float says is other"


def test_core_ml_keeps_weights_in_int8_and_all_else_in_float16():
    pytest.importorskip("coremltools")
    model = models.tiny("bert").eval()
    assert max(far(said(model, "coreml")[0], expected(model, "coreml"))) < HALVES


@pytest.mark.parametrize("format", ["executorch", "onnx", "coreml"])
def test_ranges_that_are_found_before(format):
    pytest.importorskip({"onnx": "onnxruntime", "coreml": "coremltools"}.get(format, format))
    model = models.tiny("bert").eval()
    static = Precision.INT8_STATIC
    bound = HALVES if format == "coreml" else SUMS
    wanted = expected(model, format, static)
    assert max(far(said(model, format, static)[0], wanted)) < bound
    assert min(far(said(model, format)[0], wanted)) > 100 * SUMS


@cache
def factored(name):
    _, small, _ = done(models.tiny("bert"), name, **FACTORED_WAYS[name])
    return small.eval()


FACTORED_WAYS = {
    "svd": {"rank": 16},
    "tucker": {"rank": 24},
    "tensor-train": {"rank": 8},
    "shared-tucker": {"form": "IV", "width": 32, "bank": 3},
    "albert-embedding": {"width": 16},
    "banded-embedding": {"cutoffs": [150], "widths": [24, 8]},
    "define-embedding": {"width": 16, "depth": 2, "groups": 2},
}


@pytest.mark.parametrize("execution", [FACTORED, AUTO, DENSE])
@pytest.mark.parametrize("name", FACTORED_WAYS)
def test_compressed_layers_compute_in_the_form_they_are_executed_in(name, execution):
    """And what they are made of learns."""
    model = factored(name)
    wanted = expected(model, "executorch", execution=execution)
    found = far(said(model, "executorch", execution=execution)[0], wanted)
    assert min(found) < SUMS and max(found) < FLIPS
    seats = int8_seats(model, forms_of(model, execution, "executorch"))
    model.zero_grad()
    with rounding(seats, Arithmetic(asymmetric_tokens)):
        model(IDS, labels=torch.tensor([1, 0, 2])).loss.backward()
    lost = [name for name, each in model.named_parameters() if each.grad is None]
    assert lost == []


def test_gradients_pass_as_if_nothing_was_rounded():
    """dL/dw is that of a linear layer of rounded weights, and dL/dx too."""
    torch.manual_seed(0)
    linear, x = nn.Linear(6, 3), torch.randn(2, 4, 6, requires_grad=True)
    seat = Seat(lambda: linear_forward)
    linear_forward = linear.forward
    with rounding({linear: seat}, Arithmetic(asymmetric_tokens)):
        y = linear(x)
    y.square().sum().backward()
    weight = dequantize_rows(*quantize_rows(linear.weight)).requires_grad_()
    read = asymmetric_tokens(x.detach()).requires_grad_()
    same = nn.functional.linear(read, weight, linear.bias.detach())
    assert torch.equal(y, same)
    same.square().sum().backward()
    assert torch.equal(linear.weight.grad, weight.grad) and torch.equal(x.grad, read.grad)


def test_beyond_a_grid_there_is_no_gradient():
    x = torch.tensor([-3.0, -0.5, 0.5, 3.0], requires_grad=True)
    grid = FixedGrid.over(Range(-1.0, 1.0))
    y = through(x, grid)
    assert torch.equal(y, grid(x.detach()))
    y.sum().backward()
    assert x.grad.tolist() == [0, 1, 1, 0]


def test_what_was_never_seen_follows_the_format():
    """None of a .pte stays float; the weights of an .onnx are rounded all the same."""
    torch.manual_seed(0)
    linear, x = nn.Linear(6, 3), torch.randn(2, 6)
    own = linear.forward

    def answer(trips):
        arithmetic = Arithmetic(calibrated=lambda seen: trips if seen is None else None)
        with torch.no_grad(), rounding({linear: Seat(lambda: own)}, arithmetic):
            return linear(x)

    assert torch.equal(answer(None), own(x))
    stored = rounded_rows(linear.weight, Arithmetic())
    assert torch.equal(answer(Trips(None)), nn.functional.linear(x, stored, linear.bias))


def test_afterwards_all_is_as_it_was():
    model = models.tiny("bert").eval()
    before = model(IDS).logits
    seats = int8_seats(model, {})
    with watching(seats):
        watched = model(IDS[:1]).logits
    assert torch.equal(watched, model(IDS[:1]).logits), "while it is watched nothing is rounded"
    with pytest.raises(RuntimeError, match="stop"), rounding(seats, Arithmetic()):
        assert not torch.equal(model(IDS).logits, before)
        raise RuntimeError("stop")
    assert torch.equal(model(IDS).logits, before)
    assert not any("forward" in vars(module) for module in model.modules())
    seen = seats[model.classifier].products[0]
    assert seen.single and isinstance(seen.ranges, LinearRanges)
    assert not seats[model.bert.encoder.layer[0].intermediate.dense].products[0].single
