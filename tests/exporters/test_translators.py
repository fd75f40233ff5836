"""Every change runs each family of translators in each format, and in float in two of them."""

from collections import Counter

from tests import translation_models
from tests.exporters.coreml import test_translation as coreml
from tests.exporters.executorch import test_translation as executorch
from tests.exporters.onnx import test_translation as onnx

FORMATS = (executorch, onnx, coreml)


def test_each_family_is_in_int8_somewhere() -> None:
    chosen = {name for format in FORMATS for name in format.IN_INT8}
    assert chosen == set(translation_models.FAMILIES)


def test_each_family_is_in_float_in_two_formats() -> None:
    left_out = Counter(name for format in FORMATS for name in format.OUT_OF_FLOAT)
    assert max(left_out.values()) == 1


def test_each_family_meets_each_format() -> None:
    for format in FORMATS:
        assert set(format.OUT_OF_FLOAT) <= set(format.IN_INT8)
