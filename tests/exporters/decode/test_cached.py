"""The cache: right at its last position, after another sentence, and at every reorder."""

from functools import cache

import numpy as np
import pytest
import torch
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.state import LOGITS, states_of
from exporters.eager import TorchRunner
from exporters.errors import Refused
from exporters.program import Program
from exporters.runtime import Arrays
from tests import translation_models

CAPACITY, BEAMS = 8, 4
CLOSE = {"rtol": 1e-5, "atol": 1e-4}


@cache
def captured(name: str) -> tuple[PreTrainedModel, Program]:
    model = translation_models.tiny(name)
    return model, capture_translation(model, CaptureOptions(12, CAPACITY, BEAMS))


def decoder_of(name: str) -> CachedDecoder:
    program = captured(name)[1]
    return CachedDecoder(TorchRunner(program), states_of(program))


def stock(name: str, tokens: np.ndarray) -> np.ndarray:
    """The last logits after tokens (n, length), from the model without any cache."""
    ids = translation_models.source(9).expand(len(tokens), -1)
    with torch.no_grad():
        logits = captured(name)[0](
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            decoder_input_ids=torch.from_numpy(tokens),
            use_cache=False,
        ).logits
    return logits[:, -1].numpy()


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_reordered_at_every_step_up_to_the_last(name: str) -> None:
    decoder, random = decoder_of(name), np.random.default_rng(1)
    decoder.encode(translation_models.source(9)[0].numpy())
    tokens = random.integers(8, 490, (BEAMS, 1))
    for position in range(CAPACITY):
        logits = decoder.step(tokens[:, -1], position)
        np.testing.assert_allclose(logits, stock(name, tokens), **CLOSE)
        origins = random.integers(0, BEAMS, BEAMS)
        decoder.reorder(origins)
        tokens = np.concatenate([tokens[origins], random.integers(8, 490, (BEAMS, 1))], axis=1)


def said(decoder: CachedDecoder, source: int) -> np.ndarray:
    """Logits of every step over fixed tokens."""
    decoder.encode(translation_models.source(source)[0].numpy())
    return spoken(decoder)


def spoken(decoder: CachedDecoder) -> np.ndarray:
    return np.stack([decoder.step(np.full(BEAMS, 30 + at), at).copy() for at in range(CAPACITY)])


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_nothing_is_left_of_the_sentence_before(name: str) -> None:
    used = decoder_of(name)
    other = said(used, source=12)
    first = said(used, source=5)
    assert np.array_equal(first, said(decoder_of(name), source=5))
    assert np.abs(first - other).max() > 0.1
    used.reset()
    assert np.array_equal(spoken(used), first)


def test_fewer_hypotheses_than_the_program_has() -> None:
    decoder = decoder_of("bart")
    decoder.encode(translation_models.source(9)[0].numpy())
    tokens = np.array([[40, 50], [60, 70]])
    decoder.step(tokens[::-1, 0], 0)
    decoder.reorder(np.array([1, 0]))
    logits = decoder.step(tokens[:, 1], 1)
    assert logits.shape == (2, 500)
    np.testing.assert_allclose(logits, stock("bart", tokens), **CLOSE)


def test_nothing_moves_when_each_stays() -> None:
    decoder = decoder_of("bart")
    said(decoder, source=5)
    before = {name: past.copy() for name, past in decoder._past.items()}
    decoder.reorder(np.arange(3))
    assert all(np.array_equal(before[name], past) for name, past in decoder._past.items())


class FixedLength:
    """A runner that pads every source to 12 tokens, as a file with one length does."""

    def __init__(self, program: Program) -> None:
        self.runner = TorchRunner(program)

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        if method == "encode":
            inputs = {k: np.pad(v, ((0, 0), (0, 12 - v.shape[1]))) for k, v in inputs.items()}
        return self.runner.run(method, inputs)


def test_a_runner_that_pads_gives_the_same() -> None:
    program = captured("t5")[1]
    padded = CachedDecoder(FixedLength(program), states_of(program))
    np.testing.assert_allclose(said(padded, source=5), said(decoder_of("t5"), source=5), **CLOSE)


def test_a_source_of_no_tokens_is_refused() -> None:
    with pytest.raises(Refused, match="a source of no tokens"):
        decoder_of("bart").encode(np.array([], np.int64))


class Reshaped:
    """A runner of which one output comes back in another shape, as that of a damaged file may."""

    def __init__(self, program: Program, method: str, name: str, axes: tuple[int, ...]) -> None:
        self.runner = TorchRunner(program)
        self.method, self.name, self.axes = method, name, axes

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        made = self.runner.run(method, inputs)
        if method == self.method:
            made[self.name] = made[self.name].reshape(self.axes)
        return made


@pytest.mark.parametrize(
    ("method", "of", "words"),
    [
        ("encode", 0, "encode was given 5 tokens and answers with the shapes"),
        ("encode", -1, "encode was given 5 tokens and answers with the shapes"),
        ("decode", 0, "a step answers with a state of the shape"),
        ("decode", -1, "a step answers with a state of the shape"),
        ("decode", None, "a step answers with scores of the shape"),
    ],
)
def test_answers_of_another_shape_are_refused(method: str, of: int | None, words: str) -> None:
    program = captured("marian")[1]
    states = states_of(program)
    names = states.source if method == "encode" else [state.new for state in states.kept]
    name = LOGITS if of is None else names[of]
    decoder = CachedDecoder(Reshaped(program, method, name, (-1,)), states)
    with pytest.raises(Refused, match=words):
        said(decoder, source=5)
