"""A file that keeps its cache itself gives what a file does whose cache the caller owns."""

from functools import cache

import numpy as np
import pytest

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import states_of
from exporters.decode.stateful import StatefulDecoder, step_model
from exporters.eager import TorchRunner
from exporters.program import Program
from tests import translation_models
from tests.exporters.decode.stateful_torch import StatefulTorch

CAPACITY, BEAMS = 8, 4
CLOSE = {"rtol": 1e-5, "atol": 1e-4}


@cache
def program(name: str) -> Program:
    options = CaptureOptions(12, CAPACITY, BEAMS)
    return capture_translation(translation_models.tiny(name), options)


def both(name: str) -> tuple[StatefulDecoder, CachedDecoder]:
    states = states_of(program(name))
    stateful = StatefulDecoder(StatefulTorch(program(name), 12), states)
    return stateful, CachedDecoder(TorchRunner(program(name)), states)


def spoken(model: StepModel, source: int) -> np.ndarray:
    """Logits of every step over random tokens, the hypotheses permuted in between."""
    random = np.random.default_rng(source)
    model.encode(translation_models.source(source)[0].numpy())
    steps = []
    for position in range(CAPACITY):
        steps.append(model.step(random.integers(8, 490, BEAMS), position).copy())
        model.reorder(random.integers(0, BEAMS, BEAMS))
    return np.stack(steps)


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_the_same_logits_one_sentence_after_the_other(name: str) -> None:
    stateful, cached = both(name)
    for source in (12, 5, 1):
        np.testing.assert_allclose(spoken(stateful, source), spoken(cached, source), **CLOSE)


def test_states_that_are_not_moved_are_found() -> None:
    """Or the test above would compare two caches in which no reorder matters."""
    stateful, cached = both("marian")
    stateful.reorder = lambda origins: None  # type: ignore[method-assign]
    assert np.abs(spoken(stateful, 5) - spoken(cached, 5)).max() > 0.1


def test_states_are_read_only_when_a_hypothesis_moves() -> None:
    runner = StatefulTorch(program("bart"), 12)
    decoder = StatefulDecoder(runner, states_of(program("bart")))
    decoder.encode(np.array([5, 6]))
    decoder.step(np.array([7, 8]), 0)
    decoder.reorder(np.array([0, 1]))
    assert runner.reads == 0
    decoder.reorder(np.array([1, 0]))
    assert runner.reads == 1


@pytest.mark.parametrize("beams", [1, BEAMS])
def test_the_same_translation(beams: int) -> None:
    settings = GenerationSettings(0, (1,), num_beams=beams, max_length=9, no_repeat_ngram=2)
    stateful, cached = both("mt5")
    ids = translation_models.source(7)[0].numpy()
    assert translate(stateful, ids, settings) == translate(cached, ids, settings)


def test_who_keeps_the_cache_decides() -> None:
    stateful, cached = both("bart")
    states = states_of(program("bart"))
    assert type(step_model(StatefulTorch(program("bart"), 12), states, True)) is type(stateful)
    assert type(step_model(TorchRunner(program("bart")), states, False)) is type(cached)
