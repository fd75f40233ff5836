"""Each constraint against a small case worked out by hand, and all against transformers."""

import numpy as np
import pytest
import torch
from transformers import LogitsProcessorList
from transformers.generation import logits_process as stock

from exporters.decode.constraints import Constraints
from exporters.decode.settings import GenerationSettings

WORDS = 8
START, END = 0, 1


def banned(tokens: list[int], **asked: object) -> set[int]:
    """The tokens that may not come after ``tokens``."""
    settings = GenerationSettings(**({"start_id": START, "eos_ids": (END,)} | asked))
    scores = np.arange(WORDS, dtype=np.float32)[None]
    found = Constraints(settings).apply_(scores, np.array([tokens]), len(tokens))
    allowed = np.isfinite(found[0])
    assert found is scores, "the scores are not changed in place"
    return set(np.flatnonzero(~allowed).tolist())


def test_nothing_is_banned_by_default() -> None:
    assert banned([0, 2, 2, 2]) == set()


def test_no_row_of_tokens_twice() -> None:
    assert banned([0, 2, 3, 2], no_repeat_ngram=2) == {3}
    assert banned([0, 2, 3, 2], no_repeat_ngram=1) == {0, 2, 3}
    assert banned([0, 2, 3, 4, 2, 3], no_repeat_ngram=3) == {4}
    assert banned([2, 3], no_repeat_ngram=3) == set()
    assert banned([2, 2], no_repeat_ngram=2) == {2}


def test_bad_words_end_when_their_beginning_was_said() -> None:
    words = ((5,), (2, 3), (4, 2, 6))
    assert banned([0], bad_words=words) == {5}
    assert banned([0, 2], bad_words=words) == {5, 3}
    assert banned([0, 4, 2], bad_words=words) == {5, 3, 6}
    assert banned([2], bad_words=((4, 2, 6),)) == set()


def test_the_end_is_no_bad_word() -> None:
    assert banned([0], bad_words=((END,), (5,))) == {5}


def test_no_end_before_the_shortest_length() -> None:
    assert banned([0, 2], min_length=3) == {END}
    assert banned([0, 2, 2], min_length=3) == set()


def test_forced_first_and_last() -> None:
    everything = set(range(WORDS))
    assert banned([0], forced_bos=4) == everything - {4}
    assert banned([0, 4], forced_bos=4) == set()
    assert banned([0, 2], max_length=4, forced_eos=(END,)) == set()
    assert banned([0, 2, 2], max_length=4, forced_eos=(END,)) == everything - {END}


def test_suppressed_always_or_at_the_beginning() -> None:
    assert banned([0, 2], suppress=(3, 4)) == {3, 4}
    assert banned([0], begin_suppress=(3,)) == {3}
    assert banned([0, 2], begin_suppress=(3,)) == set()
    assert banned([0, 4], begin_suppress=(3,), forced_bos=4) == {3}


def test_each_hypothesis_has_its_own() -> None:
    settings = GenerationSettings(START, (END,), no_repeat_ngram=1)
    found = Constraints(settings).apply_(
        np.zeros((2, 4), np.float32), np.array([[0, 2], [0, 3]]), 2
    )
    assert np.isinf(found).tolist() == [[True, False, True, False], [True, False, False, True]]


def test_renormalized_scores_are_probabilities() -> None:
    settings = GenerationSettings(START, (END,), suppress=(2,), renormalize=True)
    found = Constraints(settings).apply_(np.zeros((1, 4), np.float32), np.array([[0]]), 1)
    np.testing.assert_allclose(np.exp(found), [[1 / 3, 1 / 3, 0, 1 / 3]], rtol=1e-6)


def processors(settings: GenerationSettings) -> LogitsProcessorList:
    """In the order of ``GenerationMixin._get_logits_processor``."""
    ends, first = list(settings.eos_ids), 1 if settings.forced_bos is None else 2
    words = [list(word) for word in settings.bad_words]
    found: list[stock.LogitsProcessor] = []
    if settings.no_repeat_ngram:
        found.append(stock.NoRepeatNGramLogitsProcessor(settings.no_repeat_ngram))
    if words:
        found.append(stock.NoBadWordsLogitsProcessor(words, ends))
    found.append(stock.MinLengthLogitsProcessor(settings.min_length, ends))
    if settings.forced_bos is not None:
        found.append(stock.ForcedBOSTokenLogitsProcessor(settings.forced_bos))
    if settings.forced_eos:
        last = list(settings.forced_eos)
        found.append(stock.ForcedEOSTokenLogitsProcessor(settings.max_length, last))
    found.append(stock.SuppressTokensLogitsProcessor(list(settings.suppress)))
    begin = list(settings.begin_suppress)
    found.append(stock.SuppressTokensAtBeginLogitsProcessor(begin, first))
    return LogitsProcessorList(found)


@pytest.mark.parametrize(
    "asked",
    [
        {"bad_words": ((5,), (END,), (2, 3), (4, 2, 6)), "min_length": 4},
        {"forced_bos": 5, "bad_words": ((5,), (6,)), "begin_suppress": (3,), "suppress": (7,)},
        {"forced_eos": (END, 4), "suppress": (4,), "no_repeat_ngram": 2, "bad_words": ((END,),)},
        {"forced_bos": 2, "forced_eos": (END,), "max_length": 2, "begin_suppress": (END,)},
    ],
)
def test_sorted_once_as_transformers_at_every_length(asked: dict[str, object]) -> None:
    settings = GenerationSettings(
        **({"start_id": START, "eos_ids": (END,), "max_length": 9} | asked)
    )
    constraints, expected = Constraints(settings), processors(settings)
    random = np.random.default_rng(3)
    tokens = random.integers(2, 5, (2, settings.max_length))
    for length in range(1, settings.max_length):
        scores = random.normal(size=(2, WORDS)).astype(np.float32)
        said = tokens[:, :length]
        by_transformers = expected(torch.from_numpy(said), torch.from_numpy(scores.copy()))
        assert np.array_equal(constraints.apply_(scores, said, length), by_transformers.numpy()), (
            length
        )
