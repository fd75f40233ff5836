"""The note on outliers names layers and formats, and is not there where nothing is done."""

import pytest

from exporters.backend import Lowering
from exporters.bundle.write import prepare
from exporters.precision.rules import Precision, Rule
from mobilec.exporting.apart import apart_notes
from tests.exporters.precision.test_outliers import PROGRAM

pytest.importorskip("onnxruntime")


def notes(lowering: Lowering) -> tuple[str, ...]:
    return apart_notes(PROGRAM, prepare(PROGRAM, ("onnx",), lowering), lowering)


def test_it_names_the_format_and_every_layer() -> None:
    (note,) = notes(Lowering())
    assert note.startswith("In onnx projections.0, projections.1 of encode multiply outliers")


@pytest.mark.parametrize("precision", (Precision.FP32, Precision.FP16, Precision.INT8_WEIGHT))
def test_there_is_none_in_a_precision_of_float_activations(precision: Precision) -> None:
    assert notes(Lowering(precision)) == ()


def test_there_is_none_of_layers_that_a_rule_leaves_in_float() -> None:
    assert notes(Lowering(rules=(Rule("projections.*", quantize=False),))) == ()
