"""Translators as packages: the tokens of ``generate``, forced tokens, padding, states, bytes."""

from pathlib import Path

import numpy as np
import pytest
import torch

from exporters.backend import Lowering
from exporters.decode.generation_config import settings_from
from exporters.decode.search import translate
from exporters.decode.state import states_of
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.runtime import StatefulRunner, load
from tests import translation_models
from tests.exporters.coreml.translation import (
    BEAMS,
    CAPACITY,
    Build,
    Translator,
    built,
    forced,
    spoken,
)
from tests.exporters.verify.constants.whole import changed_and_noticed, faults

FLOAT_SHARE = 0.01
"""fp32 logits may be off by this share of their spread: states are float16. 0.007 was seen."""
SMALLEST_COSINE = 0.998
"""Between centred logits of an int8 package and of the float model; 0.9992 was seen."""
LENGTHS = (6, 12)
IN_INT8 = ("marian", "marian-separate", "bart", "t5")
"""Families of which other tests look at an int8 file too, and one of T5's."""
OUT_OF_FLOAT = ("marian-separate", "bart")
"""Families whose float programs no other test of this format looks at."""


def lengths_of(name: str) -> tuple[int, ...]:
    """Both for the family that most tests look at, so that its packages are built once."""
    return LENGTHS if name == "marian" else LENGTHS[-1:]


def assert_tokens_of_generate(subject: Translator, beams: int, lengths: tuple[int, ...]) -> None:
    config = subject.model.generation_config
    config.num_beams, config.max_new_tokens = beams, CAPACITY
    decoder = subject.decoder()
    for length in lengths:
        ids = translation_models.source(length)
        stock = subject.model.generate(input_ids=ids, attention_mask=torch.ones_like(ids))
        assert translate(decoder, ids[0].numpy(), settings_from(config)) == stock[0].tolist()


def logits(subject: Translator, source: int) -> tuple[np.ndarray, np.ndarray]:
    """Of forced random tokens: the package's and the model's."""
    ids, decoder = translation_models.source(source), subject.decoder()
    decoder.encode(ids[0].numpy())
    return spoken(decoder, forced()), subject.stock(ids, forced())


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    """Of logits without their mean, which no choice of a token depends on."""
    a, b = (x - x.mean(-1, keepdims=True) for x in (a, b))
    return float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()))


@pytest.mark.parametrize("name", translation_models.in_float(OUT_OF_FLOAT))
def test_fp32_translates_as_the_model_does(translator: Build, name: str) -> None:
    subject = translator(name, Precision.FP32, lengths_of(name))
    for beams in (1, BEAMS):
        assert_tokens_of_generate(subject, beams, (1, 7))
    found, expected = logits(subject, source=9)
    np.testing.assert_allclose(found, expected, atol=FLOAT_SHARE * expected.std())


@pytest.mark.parametrize("name", translation_models.in_int8(IN_INT8))
def test_int8_stays_near_the_model(translator: Build, name: str) -> None:
    subject = translator(name, Precision.INT8, lengths_of(name))
    assert faults("coreml", subject.program, subject.path) == []
    found, expected = logits(subject, source=9)
    assert SMALLEST_COSINE < cosine(found, expected) < 1 - 1e-6  # quantized, so not equal either


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_ios_17_translates_as_the_model_does(translator: Build, name: str) -> None:
    subject = translator(name, Precision.FP32, LENGTHS, ios=17)
    assert faults("coreml", subject.program, subject.path) == []
    for beams in (1, BEAMS):
        assert_tokens_of_generate(subject, beams, (5, 12))
    found, expected = logits(subject, source=5)
    np.testing.assert_allclose(found, expected, atol=FLOAT_SHARE * expected.std())


def test_ios_17_in_int8(translator: Build) -> None:
    subject = translator("marian", Precision.INT8, LENGTHS, ios=17)
    assert faults("coreml", subject.program, subject.path) == []
    found, expected = logits(subject, source=5)
    assert SMALLEST_COSINE < cosine(found, expected) < 1 - 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_constant_is_noticed(translator: Build, seed: int, tmp_path: Path) -> None:
    subject = translator("marian", Precision.INT8, LENGTHS)
    assert changed_and_noticed("coreml", subject.program, subject.path, tmp_path, seed)


def test_a_padding_token_that_was_typed_has_no_position_in_m2m_100(translator: Build) -> None:
    subject = translator("m2m_100", Precision.FP32, lengths_of("m2m_100"))
    ids, decoder = translation_models.source(9), subject.decoder()
    ids[:, [1, 4]] = subject.program.pad_id
    decoder.encode(ids[0].numpy())
    expected = subject.stock(ids, forced())
    np.testing.assert_allclose(
        spoken(decoder, forced()), expected, atol=FLOAT_SHARE * expected.std()
    )


@pytest.mark.parametrize("ios", [17, 18])
def test_padding_and_another_length_change_nothing(translator: Build, ios: int) -> None:
    subject = translator("marian", Precision.FP32, LENGTHS, ios=ios)
    decoder, ids = subject.decoder(), translation_models.source(5)[0].numpy()
    said = []
    for padding in (0, 1, 7):
        mask = np.pad(np.ones(5, np.int64), (0, padding))
        pad_id = subject.program.pad_id
        decoder.encode(np.pad(ids, (0, padding), constant_values=pad_id), mask)
        said.append(spoken(decoder, forced(steps=4)))
    for other in said[1:]:
        np.testing.assert_allclose(other, said[0], atol=2e-3 * said[0].std())


def test_nothing_is_left_of_the_sentence_before(translator: Build) -> None:
    subject = translator("marian", Precision.FP32, LENGTHS)
    decoder, ids = subject.decoder(), translation_models.source(9)[0].numpy()
    decoder.encode(ids)
    first = spoken(decoder, forced())
    filled = decoder._runner.read_states("decode")
    assert all(np.abs(state[:, CAPACITY - 1]).max() > 0.01 for state in filled.values())
    assert not any(state[:, CAPACITY:].any() for state in filled.values())
    decoder.encode(translation_models.source(12)[0].numpy())
    assert np.abs(spoken(decoder, forced(seed=2)) - first).max() > 1
    decoder.encode(ids)
    assert not any(state.any() for state in decoder._runner.read_states("decode").values())
    np.testing.assert_array_equal(spoken(decoder, forced()), first)


@pytest.mark.parametrize("ios", [17, 18])
def test_reordered_at_every_step_up_to_the_last(translator: Build, ios: int) -> None:
    subject = translator("marian", Precision.FP32, LENGTHS, ios=ios)
    ids, random = translation_models.source(9), np.random.default_rng(3)
    decoder, tokens = subject.decoder(), forced(steps=1)
    decoder.encode(ids[0].numpy())
    for position in range(CAPACITY):
        found = decoder.step(tokens[:, -1], position)
        expected = subject.stock(ids, tokens)[:, -1]
        np.testing.assert_allclose(found, expected, atol=FLOAT_SHARE * expected.std())
        origins = random.integers(0, BEAMS, BEAMS)
        decoder.reorder(origins)
        tokens = np.concatenate([tokens[origins], random.integers(8, 490, (BEAMS, 1))], axis=1)


def test_states_are_declared_and_carried_tensors_are_float16(translator: Build) -> None:
    subject = translator("marian", Precision.INT8, LENGTHS)
    methods = {m.name: m for m in subject.reading.methods}
    assert list(methods) == ["encode_6", "encode_12", "decode_6", "decode_12"]
    states = states_of(subject.program)
    shapes = {name: shape for name, _, shape in methods["decode_6"].states}
    # Of a cache (16, 16, 16): the Neural Engine takes multiples of 32.
    assert shapes == {state.name: (state.shape[0], 32, 32) for state in states.kept}
    assert {dtype for _, dtype, _ in methods["decode_6"].states} == {"float16"}
    assert methods["encode_6"].states == ()
    cross = tuple((name, "float16", (4, 6, 16)) for name in states.source)
    assert methods["encode_6"].outputs == cross
    ids = (("token", "int32", (BEAMS, 1)), ("position", "int32", (1,)))
    assert methods["decode_6"].inputs == (*ids, ("attention_mask", "int32", (1, 6)), *cross)
    assert methods["decode_6"].outputs == (("logits", "float32", (BEAMS, 500)),)


def test_ios_17_keeps_the_cache_with_the_caller(translator: Build) -> None:
    subject = translator("marian", Precision.INT8, LENGTHS, ios=17)
    assert sorted(p.name for p in subject.path.iterdir()) == [
        "decode.mlpackage",
        "encode.mlpackage",
    ]
    methods = {m.name: m for m in subject.reading.methods}
    states = states_of(subject.program)
    assert methods["encode"].inputs == (("input_ids", "int32", (1, None)),)
    taken = {name: (dtype, shape) for name, dtype, shape in methods["decode"].inputs}
    assert taken["attention_mask"] == ("int32", (1, 12))
    assert all(taken[state.name] == ("float16", state.shape) for state in states.kept)
    assert tuple(name for name, *_ in methods["decode"].outputs) == (
        "logits",
        *(state.new for state in states.kept),
    )
    assert methods["decode"].states == ()


@pytest.mark.parametrize(("ios", "tables"), [(17, 2), (18, 1)])
def test_a_tied_table_stands_once_in_a_package(translator: Build, ios: int, tables: int) -> None:
    """Two packages have one each, which ``inspect`` shows by equal digests."""
    reading = translator("marian", Precision.INT8, LENGTHS, ios=ios).reading
    found = [t for t in reading.tensors if t.shape == (500, 64)]
    assert [t.dtype for t in found] == ["int8"] * tables
    assert len({t.digest for t in found}) == 1
    assert reading.size_bytes == reading.graph_bytes + sum(t.size_bytes for t in reading.tensors)


def test_separate_tables_stay_separate(translator: Build) -> None:
    reading = translator("marian-separate", Precision.INT8).reading
    assert sorted(t.shape for t in reading.tensors if t.size_bytes > 30_000) == [
        (500, 64),
        (600, 64),
    ]


def test_the_same_program_gives_the_same_bytes(translator: Build, tmp_path: Path) -> None:
    first = translator("bart", Precision.INT8)
    again = built("bart", Lowering(Precision.INT8, (12,)), tmp_path / "again.mlpackage")
    contents = [
        {p.relative_to(t.path): p.read_bytes() for p in t.path.rglob("*") if p.is_file()}
        for t in (first, again)
    ]
    assert contents[0] == contents[1]


def test_states_that_are_none_are_refused(translator: Build) -> None:
    subject = translator("marian", Precision.FP32, LENGTHS)
    runner: StatefulRunner = load("coreml", subject.path)
    with pytest.raises(Refused, match="decode has not run"):
        runner.read_states("decode")
    decoder = subject.decoder()
    decoder.encode(np.array([9]))
    decoder.step(np.array([9]), 0)
    states = decoder._runner.read_states("decode")
    with pytest.raises(Refused, match=r"key_7 .* there are key_0"):
        decoder._runner.write_states("decode", {"key_7": states["key_0"]})
    with pytest.raises(Refused, match="key_0"):
        decoder._runner.write_states("decode", {"key_0": states["key_0"][:1]})
