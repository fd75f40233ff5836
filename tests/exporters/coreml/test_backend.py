"""The four doors together: every precision, both iOS versions, against PyTorch."""

import numpy as np
import pytest

from exporters.backend import backend
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from tests.exporters.coreml.conftest import Build, sentence

TOLERANCES = {
    Precision.FP32: 1e-5,  # the same sums in another order: 1e-6 was seen
    Precision.FP16: 2e-2,  # logits of up to 3, weights larger than a trained model's: 5e-3 seen
    Precision.INT8: 2e-2,  # to the emulation, which has the same int8 rows: as float16
    Precision.INT8_STATIC: 0.2,  # values on a border between two steps go either way: 0.05 seen
}
SMALLEST_COSINE = 0.99
"""Between an int8 program and the float model."""


@pytest.mark.parametrize("precision", TOLERANCES)
def test_every_precision_is_what_pytorch_computes(build: Build, precision: Precision) -> None:
    built = build("bert", precision)
    inputs = sentence(16)
    difference = np.abs(built.logits(inputs) - built.emulated(inputs)).max()
    assert difference <= TOLERANCES[precision]


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.INT8_STATIC])
def test_int8_stays_near_the_float_model(build: Build, precision: Precision) -> None:
    built = build("bert", precision)
    drawn = [sentence(16, seed=seed) for seed in range(4)]
    ours = np.concatenate([built.logits(i) for i in drawn]).ravel()
    theirs = np.concatenate([built.original(i) for i in drawn]).ravel()
    cosine = ours @ theirs / (np.linalg.norm(ours) * np.linalg.norm(theirs))
    assert SMALLEST_COSINE < cosine < 1 - 1e-7  # quantized, so not equal either


@pytest.mark.parametrize("ios", [17, 18])
def test_every_length_is_taken_and_padding_changes_nothing(build: Build, ios: int) -> None:
    built = build("bert", Precision.INT8, (8, 16, 32), ios=ios)
    for length in (2, 8, 9, 16, 31, 32):
        inputs = sentence(length, seed=length)
        np.testing.assert_allclose(
            built.logits(inputs), built.emulated(inputs), atol=TOLERANCES[Precision.INT8]
        )
        if length < 32:  # the next function that fits, the same answer
            padded = sentence(length, padding=32 - length, seed=length)
            np.testing.assert_allclose(built.logits(padded), built.logits(inputs), atol=5e-3)


def test_a_family_with_another_padding_id(build: Build) -> None:
    built = build("roberta", Precision.FP16, (8, 16), ios=17)
    short = sentence(5, pad_id=1)
    np.testing.assert_allclose(built.logits(short), built.original(short), atol=2e-2)
    padded = sentence(5, padding=9, pad_id=1)
    np.testing.assert_allclose(built.logits(padded), built.logits(short), atol=5e-3)


def test_albert_at_two_lengths(build: Build) -> None:
    built = build("albert", Precision.INT8, (8, 16))
    for length in (7, 16):
        inputs = sentence(length, seed=length)
        np.testing.assert_allclose(built.logits(inputs), built.emulated(inputs), atol=2e-2)


def test_the_registry_finds_this_back_end() -> None:
    coreml = backend("coreml")
    assert coreml.format in FORMATS
    assert set(coreml.precisions) == set(Precision)
    assert coreml.suffix(methods=2, ios=18) == coreml.suffix(methods=1, ios=17) == ".mlpackage"
    assert coreml.suffix(methods=2, ios=17) == ".mlpackages"
