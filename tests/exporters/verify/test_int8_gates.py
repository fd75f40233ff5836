"""The gates of 8 bits, by readings made by hand; sabotaged exports are test_sabotage's."""

from dataclasses import dataclass, replace

import pytest

from exporters.precision.rules import Precision
from exporters.reading import Reading, StoredTensor
from exporters.verify import arithmetic, dtypes, int8_form

ONNX = Reading("onnx", 9, (), (), (), weight_dtypes=("int8", "uint8"))
PTE = Reading("executorch", 9, (), (), ())
PROMISED = 4096


@dataclass(frozen=True)
class File:
    int8_bytes: int = PROMISED


@dataclass(frozen=True)
class Read:
    """What these gates ask of a subject."""

    reading: Reading
    precision: Precision = Precision.INT8
    file: File = File()

    @property
    def format(self) -> str:
        return self.reading.format


def stored(dtype: str, *shape: int) -> StoredTensor:
    size = 1
    for length in shape:
        size *= length
    return StoredTensor(f"{dtype} {shape}", dtype, shape, size, "")


def passes(reading: Reading, *tensors: StoredTensor) -> bool:
    return dtypes.check(Read(replace(reading, tensors=tensors))).passed


def test_both_signednesses_are_8_bits_where_the_format_says_so() -> None:
    assert passes(ONNX, stored("uint8", 64, 32), stored("int8", 64, 32))
    assert not passes(PTE, stored("uint8", 64, 32), stored("int8", 64, 32))
    assert passes(PTE, stored("int8", 64, 64))


def test_zero_points_fill_no_place_of_a_weight() -> None:
    assert not passes(ONNX, stored("uint8", 64, 32), stored("uint8", 2048))
    assert not passes(ONNX, stored("uint8", 63, 65))


def test_a_weight_that_saturates_is_named_with_what_to_do() -> None:
    found = int8_form.check(Read(replace(ONNX, saturating=("query", "key"))))
    assert not found.passed and found.figures == {"saturating": 2}
    assert "query, key" in found.message and "x86 without VNNI" in found.message
    assert "mobilec export ... --target onnx --overwrite" in found.message
    assert int8_form.check(Read(ONNX)).passed


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8_WEIGHT])
def test_float_arithmetic_is_not_probed(
    precision: Precision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arithmetic, "probe", lambda name: pytest.fail("probed"))
    assert arithmetic.check(Read(ONNX, precision)).passed


def test_the_verdict_names_the_processor() -> None:
    pytest.importorskip("onnxruntime")
    found = arithmetic.check(Read(ONNX))
    assert found.passed and found.figures["wrong"] == 0
    assert "onnxruntime 1." in found.message and "(" in found.message
