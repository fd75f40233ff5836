"""Every translation family as ONNX: the tokens of ``generate``, and logits over forced tokens."""

from math import prod
from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.decode.generation_config import settings_from
from exporters.decode.search import translate
from exporters.eager import TorchRunner
from exporters.onnx.read import read
from exporters.precision.rules import Precision
from exporters.verify.error import relative
from exporters.verify.stored import duplicates
from tests import translation_models
from tests.exporters.onnx.translators import (
    BEAMS,
    SOURCE,
    TARGET,
    forced_tokens,
    ids,
    spoken,
    translator,
)
from tests.exporters.verify.constants.whole import changed_and_noticed, faults
from tests.models import VOCABULARY

FP32 = 2e-4
"""The same sums in another order, on logits with a spread of 0.3 to 7."""
FP16 = 5e-3
"""Relative; float16 keeps 11 bits of each weight."""
INT8 = 0.2
"""Relative to what differs between tokens; 0.01 to 0.11 was seen, a wrong program is near 1."""
SAME_ARITHMETIC = 1e-4
WIDTH = 64
IN_INT8 = ("marian", "mbart", "t5", "t5-gated")
"""Families of which other tests look at an int8 file too, and one that no other format has."""
OUT_OF_FLOAT = ("mbart",)
"""Families whose float programs no other test of this format looks at."""


@pytest.mark.parametrize("beams", [1, BEAMS])
@pytest.mark.parametrize("name", translation_models.in_float(OUT_OF_FLOAT))
def test_float_gives_the_tokens_of_generate(name: str, beams: int) -> None:
    subject = translator(name, Precision.FP32)
    config = subject.model.generation_config
    config.num_beams, config.max_new_tokens = beams, TARGET
    decoder = subject.decoder()
    for length in (1, 7, SOURCE):
        source = translation_models.source(length)
        stock = subject.model.generate(source, attention_mask=torch.ones_like(source))[0].tolist()
        assert translate(decoder, source[0].numpy(), settings_from(config)) == stock


@pytest.mark.parametrize("name", translation_models.in_float(OUT_OF_FLOAT))
def test_float_gives_the_logits_of_forced_tokens(name: str) -> None:
    subject = translator(name, Precision.FP32)
    assert faults("onnx", subject.captured, subject.path) == []
    decoder, forced = subject.decoder(), forced_tokens()
    for length in (1, 7, SOURCE):
        expected = subject.stock(ids(length), forced)
        assert np.abs(spoken(decoder, ids(length), forced) - expected).max() < FP32
        padded = spoken(decoder, ids(length), forced, SOURCE - length)
        assert np.abs(padded - expected).max() < FP32
    assert expected.std() > 0.25


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_constant_is_noticed(seed: int, tmp_path: Path) -> None:
    subject = translator("marian", Precision.INT8)
    assert changed_and_noticed("onnx", subject.captured, subject.path, tmp_path, seed)


def test_a_padding_token_that_was_typed_has_no_position_in_m2m_100() -> None:
    subject, forced = translator("m2m_100", Precision.FP32), forced_tokens()
    source = ids(7)
    counted = spoken(subject.decoder(), source, forced)
    source[[1, 4]] = subject.program.pad_id
    expected = subject.stock(source, forced)
    found = spoken(subject.decoder(), source, forced)
    assert np.abs(found - expected).max() < FP32
    assert np.abs(counted - expected).max() > 100 * FP32


@pytest.mark.parametrize("name", translation_models.in_int8(IN_INT8))
def test_int8_stays_close_and_padding_changes_nothing(name: str) -> None:
    subject = translator(name, Precision.INT8)
    assert faults("onnx", subject.captured, subject.path) == []
    decoder, forced = subject.decoder(), forced_tokens()
    for length in (1, 7, SOURCE):
        expected = subject.stock(ids(length), forced).reshape(BEAMS * TARGET, -1)
        found = spoken(decoder, ids(length), forced)
        assert relative(expected, found.reshape(expected.shape)) < INT8
        padded = spoken(decoder, ids(length), forced, SOURCE - length)
        assert np.abs(padded - found).max() < SAME_ARITHMETIC


@pytest.mark.parametrize(
    ("name", "precision", "bound"),
    [("marian", Precision.INT8, INT8), ("t5", Precision.INT8, INT8), ("t5", Precision.FP32, FP32)],
)
def test_a_single_hypothesis_stays_as_close(name: str, precision: Precision, bound: float) -> None:
    """Its products have one row and another form (see layers.PerToken)."""
    subject = translator(name, precision, hypotheses=1)
    forced = forced_tokens()[:1]
    expected = subject.stock(ids(SOURCE), forced)[0]
    assert relative(expected, spoken(subject.decoder(), ids(SOURCE), forced)[0]) < bound


@pytest.mark.parametrize(
    ("precision", "bound"), [(Precision.FP16, FP16), (Precision.INT8_WEIGHT, INT8)]
)
def test_ways_of_storing_stay_as_close(precision: Precision, bound: float) -> None:
    subject, forced = translator("t5", precision), forced_tokens()
    expected = subject.stock(ids(SOURCE), forced).reshape(BEAMS * TARGET, -1)
    found = spoken(subject.decoder(), ids(SOURCE), forced)
    assert relative(expected, found.reshape(expected.shape)) < bound


def test_what_was_quantized_runs_in_pytorch_as_the_folder_does() -> None:
    subject, forced = translator("t5", Precision.INT8), forced_tokens()
    emulated = spoken(subject.decoder(TorchRunner(subject.program)), ids(SOURCE), forced)
    assert np.abs(spoken(subject.decoder(), ids(SOURCE), forced) - emulated).max() < SAME_ARITHMETIC


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8, Precision.FP16])
@pytest.mark.parametrize(("name", "tables"), [("marian", 1), ("t5", 1), ("t5-gated", 2)])
def test_a_tied_table_stands_once_in_the_folder(
    name: str, tables: int, precision: Precision
) -> None:
    """And an output layer with weights of its own is a second one."""
    tensors = read(translator(name, precision).path).tensors
    assert not duplicates(tensors)
    large = [t.name for t in tensors if VOCABULARY * WIDTH <= prod(t.shape)]
    assert len(large) == tables
