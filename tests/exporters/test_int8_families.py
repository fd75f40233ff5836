"""Every change runs each family of translators in int8, in one format at least."""

from tests import translation_models
from tests.exporters.coreml import test_translation as coreml
from tests.exporters.executorch import test_translation as executorch
from tests.exporters.onnx import test_translation as onnx


def test_each_family_is_in_int8_somewhere() -> None:
    chosen = {*executorch.IN_INT8, *onnx.IN_INT8, *coreml.IN_INT8}
    assert chosen == set(translation_models.FAMILIES)
