"""What may stand twice: exactly the tied table, and exactly where that was asked for."""

from functools import cache

import pytest

from exporters.backend import Lowering
from exporters.bundle.again import stored_again
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Precision
from exporters.program import Program
from tests import translation_models

FLOAT, INT8 = Lowering(Precision.FP32), Lowering(Precision.INT8)


@cache
def program(name: str) -> Program:
    return capture_translation(translation_models.tiny(name), CaptureOptions(12, 8))


def sizes(format_name: str, name: str, options: Lowering) -> list[int]:
    asked = program(name)
    chosen = {p for m in asked.methods for p in quantized_layers(m.module)}
    if not options.precision.is_int8:
        chosen = set()
    return [entry.size_bytes for entry in stored_again(format_name, asked, options, chosen)]


@pytest.mark.parametrize("format_name", ["executorch", "onnx", "coreml"])
def test_nothing_unasked(format_name: str) -> None:
    assert sizes(format_name, "marian", FLOAT) == []


def test_a_file_that_stands_alone_has_the_tied_table_twice() -> None:
    alone = Lowering(Precision.INT8, standalone=True)
    assert sizes("executorch", "marian", alone) == [500 * 64 + 500 * 4]
    assert sizes("executorch", "mt5", alone) == []
    assert sizes("onnx", "marian", alone) == []


def test_two_packages_have_what_both_methods_use_twice() -> None:
    assert sizes("coreml", "marian", Lowering(Precision.FP32, ios=17)) == [500 * 64 * 4]
    assert sizes("coreml", "mt5", Lowering(Precision.FP16, ios=17)) == [500 * 64 * 2]
    assert sizes("coreml", "marian-separate", Lowering(Precision.FP32, ios=17)) == []
