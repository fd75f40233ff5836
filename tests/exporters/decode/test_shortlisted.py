"""A search by the rows of some words says what ``generate`` says with those words alone."""

from functools import cache, partial

import numpy as np
import pytest
import torch
from torch import nn

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.generation_config import settings_from
from exporters.decode.search import translate
from exporters.decode.shortlisted import ShortlistedDecoder, allowing, output_of
from exporters.decode.state import HIDDEN, OUTPUT_BIAS, OUTPUT_ROWS, WORDS_AT_ONCE, states_of
from exporters.eager import TorchRunner
from exporters.errors import Refused
from exporters.program import Program
from tests import translation_models
from tests.exporters.decode.test_generate import config_of
from tests.models import VOCABULARY

BEAMS, LONGEST = 3, 16
BIASED = ("marian", "marian-separate", "bart", "mbart", "marian_nmt")


class Lists:
    """Words by the ids of a source, seeded; the ends of a sentence among them."""

    target_words = VOCABULARY

    def __init__(self, name: str, count: int) -> None:
        self._ends = settings_from(config_of(name)).eos_ids
        self._count = count

    def allowed(self, ids, more=()):
        random = np.random.default_rng(sum(ids))
        words = random.choice(VOCABULARY, self._count, replace=False).tolist()
        return np.unique([*words, *more, *self._ends])


@cache
def program(name: str) -> Program:
    options = CaptureOptions(24, LONGEST, BEAMS, shortlisted=True)
    return capture_translation(translation_models.tiny(name), options)


def decoder(name: str, lists: Lists, by_rows: bool = True) -> ShortlistedDecoder:
    runner, states = TorchRunner(program(name)), states_of(program(name))
    if not by_rows:
        return ShortlistedDecoder(CachedDecoder(runner, states), lists, None)
    model = CachedDecoder(runner, states, HIDDEN, HIDDEN)
    return ShortlistedDecoder(model, lists, partial(output_of, runner))


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_greedy_is_generate_with_those_words(name):
    """transformers holds a search to words by ``prefix_allowed_tokens_fn``."""
    model, lists = translation_models.tiny(name), Lists(name, 40)
    model.generation_config = config = config_of(name, num_beams=1)
    for length in (3, 9):
        ids = translation_models.source(length)
        words = lists.allowed(ids[0].tolist()).tolist()
        expected = model.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            prefix_allowed_tokens_fn=lambda _, __, words=words: words,
        )[0].tolist()
        settings = settings_from(config)
        found = [translate(decoder(name, lists, by), ids[0].numpy(), settings) for by in (0, 1)]
        assert found == [expected, expected]


@pytest.mark.parametrize("name", ["marian", "t5", "marian_nmt"])
def test_beams_score_those_words_alone(name):
    """As Marian does, whose softmax is over the shortlist: and not over what is left out."""
    model, lists = translation_models.tiny(name), Lists(name, 30)
    model.generation_config = config = config_of(name, num_beams=BEAMS)
    ids = translation_models.source(7)
    kept = torch.from_numpy(lists.allowed(ids[0].tolist()))

    def silence(_: nn.Module, __: object, answer: object) -> None:
        others = torch.ones(VOCABULARY, dtype=torch.bool)
        others[kept] = False
        answer.logits[..., others] = -torch.inf

    model.register_forward_hook(silence)
    expected = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids))[0].tolist()
    settings = settings_from(config)
    for by_rows in (False, True):
        assert translate(decoder(name, lists, by_rows), ids[0].numpy(), settings) == expected


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_nothing_is_left_out_where_all_is_allowed(name):
    ids = translation_models.source(9)[0].numpy()
    whole = CachedDecoder(TorchRunner(program(name)), states_of(program(name)))
    some = decoder(name, Lists(name, 1))
    whole.encode(ids)
    with allowing(some, range(VOCABULARY)):
        some.encode(ids)
    for at, token in enumerate(([8, 9, 10], [30, 9, 8])):
        expected = whole.step(np.array(token), at)
        np.testing.assert_allclose(some.step(np.array(token), at), expected, atol=1e-4)
    some.encode(ids)
    assert np.isneginf(some.step(np.array([8]), 0)).sum() > VOCABULARY / 2


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_a_bias_is_returned_where_there_is_one(name):
    named = [spec.name for spec in program(name).method(OUTPUT_ROWS).outputs]
    assert named == [OUTPUT_ROWS, *([OUTPUT_BIAS] if name in BIASED else [])]


def test_the_rows_are_of_the_words_in_their_order():
    model = translation_models.tiny("marian")
    words = np.random.default_rng(1).permutation(VOCABULARY)[: 2 * WORDS_AT_ONCE + 5]
    found = output_of(TorchRunner(program("marian")), words)
    np.testing.assert_array_equal(found.rows, model.lm_head.weight.detach().numpy()[words])
    np.testing.assert_allclose(found.bias, model.final_logits_bias.numpy()[0, words])


def test_what_a_search_wrote_is_gone_by_the_next_step():
    some = decoder("marian", Lists("marian", 20))
    some.encode(translation_models.source(5)[0].numpy())
    first = some.step(np.array([8]), 0)
    expected = first.copy()
    first[...] = 0
    some.reset()
    np.testing.assert_array_equal(some.step(np.array([8]), 0), expected)


def test_padding_is_of_no_word():
    lists = Lists("marian", 20)
    some = decoder("marian", lists)
    ids = translation_models.source(5)[0].numpy()
    some.encode(ids)
    alone = np.isfinite(some.step(np.array([8]), 0))
    some.encode(np.pad(ids, (0, 3)), np.array([1] * 5 + [0] * 3))
    np.testing.assert_array_equal(np.isfinite(some.step(np.array([8]), 0)), alone)


def test_a_model_of_two_output_layers():
    model = translation_models.tiny("marian")
    model.model.decoder.extra = nn.Linear(4, VOCABULARY)
    with pytest.raises(Refused, match="2 layers of so many.*--shortlist none"):
        capture_translation(model, CaptureOptions(24, LONGEST, 1, shortlisted=True))
