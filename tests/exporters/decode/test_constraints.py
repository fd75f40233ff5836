"""Each constraint against a small case worked out by hand, and all against transformers."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from transformers import LogitsProcessorList
from transformers.generation import logits_process as stock

from exporters.decode.constraints import Constraints
from exporters.decode.settings import Bias, Decay, GenerationSettings

WORDS = 8
START, END = 0, 1


def banned(tokens: list[int], source: Sequence[int] = (), **asked: object) -> set[int]:
    """The tokens that may not come after ``tokens``."""
    settings = GenerationSettings(**({"start_id": START, "eos_ids": (END,)} | asked))
    scores = np.arange(WORDS, dtype=np.float32)[None]
    found = Constraints(settings, source).apply_(scores, np.array([tokens]), len(tokens))
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


def weighed(tokens: list[int], scores: list[float], source: list[int], **asked: object) -> list:
    """The scores of the next token as they become."""
    settings = GenerationSettings(**({"start_id": START, "eos_ids": (END,)} | asked))
    row = np.array([scores], np.float32)
    found = Constraints(settings, source).apply_(row, np.array([tokens]), len(tokens))
    return found[0].tolist()


def test_what_was_said_becomes_less_likely_once() -> None:
    found = weighed([0, 2, 2, 3], [1, 4, -2, 6], [], repetition_penalty=2.0)
    assert found == [0.5, 4, -4, 3]


def test_what_the_source_says_becomes_more_likely() -> None:
    found = weighed([0], [1, 4, -2, 6], [2, 3, 3, 9], encoder_repetition_penalty=2.0)
    assert found == [1, 4, -1, 12]


def test_no_row_of_the_source_is_said() -> None:
    source = [5, 2, 3, 4, 2, 6, 99]
    assert banned([0, 2], source=source, encoder_no_repeat_ngram=2) == {3, 6}
    assert banned([0, 2, 3], source=source, encoder_no_repeat_ngram=3) == {4}
    assert banned([0], source=source, encoder_no_repeat_ngram=3) == set()
    assert banned([0], source=source, encoder_no_repeat_ngram=1) == {2, 3, 4, 5, 6}


def test_biases_of_one_token_add_up_where_their_beginning_was_said() -> None:
    biases = (Bias((3,), 1.0), Bias((2, 3), 2.0), Bias((2, 2), 8.0), Bias((4, 2, 3), 16.0))
    assert weighed([0, 2], [0, 0, 0, 0.5], [], sequence_bias=biases) == [0, 0, 8, 3.5]
    assert weighed([0], [0, 0, 0, 0.5], [], sequence_bias=biases) == [0, 0, 0, 1.5]


def test_ends_rise_after_some_tokens_and_stay_forbidden() -> None:
    decay = Decay(2, 2.0)
    assert weighed([0, 2, 2], [0, 3, 0, 0], [], decay=decay) == [0, 3, 0, 0]
    assert weighed([0, 2, 2, 2], [0, 3, 0, 0], [], decay=decay) == [0, 6, 0, 0]
    assert weighed([0, 2, 2, 2, 2], [0, -3, 0, 0], [], decay=decay) == [0, 6, 0, 0]
    early = weighed([0, 2, 2, 2], [0, 3, 0, 0], [], decay=decay, min_length=9)
    assert early == [0, -np.inf, 0, 0]


def test_what_is_no_number_is_made_one_before_tokens_are_suppressed() -> None:
    limits = np.finfo(np.float32)
    scores = [np.nan, 0, np.inf, 5]
    found = weighed([0], scores, [], remove_invalid=True, suppress=(3,), min_length=9)
    assert found == [0, limits.min, limits.max, -np.inf]


def processors(settings: GenerationSettings, source: list[int]) -> LogitsProcessorList:
    """In the order of ``GenerationMixin._get_logits_processor``."""
    ends, first = list(settings.eos_ids), 1 if settings.forced_bos is None else 2
    words = [list(word) for word in settings.bad_words]
    found = weighing(settings, torch.tensor([source]))
    if words:
        found.append(stock.NoBadWordsLogitsProcessor(words, ends))
    found.append(stock.MinLengthLogitsProcessor(settings.min_length, ends))
    if settings.forced_bos is not None:
        found.append(stock.ForcedBOSTokenLogitsProcessor(settings.forced_bos))
    if settings.forced_eos:
        last = list(settings.forced_eos)
        found.append(stock.ForcedEOSTokenLogitsProcessor(settings.max_length, last))
    if settings.remove_invalid:
        found.append(stock.InfNanRemoveLogitsProcessor())
    if settings.decay is not None:
        decay = (settings.decay.start, settings.decay.factor)
        found.append(stock.ExponentialDecayLengthPenalty(decay, ends, 1))
    found.append(stock.SuppressTokensLogitsProcessor(list(settings.suppress)))
    begin = list(settings.begin_suppress)
    found.append(stock.SuppressTokensAtBeginLogitsProcessor(begin, first))
    return LogitsProcessorList(found)


def weighing(settings: GenerationSettings, ids: torch.Tensor) -> list[stock.LogitsProcessor]:
    """The first of them; rows of 0 tokens and no biases are refused by them."""
    found: list[stock.LogitsProcessor] = []
    if settings.sequence_bias:
        bias = [[list(each.tokens), each.added] for each in settings.sequence_bias]
        found.append(stock.SequenceBiasLogitsProcessor(bias))
    penalty = settings.encoder_repetition_penalty
    found.append(stock.EncoderRepetitionPenaltyLogitsProcessor(penalty, ids))
    found.append(stock.RepetitionPenaltyLogitsProcessor(settings.repetition_penalty))
    if settings.no_repeat_ngram:
        found.append(stock.NoRepeatNGramLogitsProcessor(settings.no_repeat_ngram))
    if settings.encoder_no_repeat_ngram:
        size = settings.encoder_no_repeat_ngram
        found.append(stock.EncoderNoRepeatNGramLogitsProcessor(size, ids))
    return found


@pytest.mark.parametrize(
    "asked",
    [
        {"bad_words": ((5,), (END,), (2, 3), (4, 2, 6)), "min_length": 4},
        {"forced_bos": 5, "bad_words": ((5,), (6,)), "begin_suppress": (3,), "suppress": (7,)},
        {"forced_eos": (END, 4), "suppress": (4,), "no_repeat_ngram": 2, "bad_words": ((END,),)},
        {"forced_bos": 2, "forced_eos": (END,), "max_length": 2, "begin_suppress": (END,)},
        {"repetition_penalty": 1.7, "encoder_repetition_penalty": 0.6, "no_repeat_ngram": 2},
        {"encoder_no_repeat_ngram": 2, "decay": Decay(1, 1.5), "min_length": 4},
        {
            "sequence_bias": (Bias((3,), 0.3), Bias((2, 3), -0.7), Bias((2, 2, 3), 0.11)),
            "repetition_penalty": 0.9,
            "decay": Decay(0, 0.8),
            "eos_ids": (END, 6),
        },
        {
            "remove_invalid": True,
            "forced_eos": (END,),
            "forced_bos": 3,
            "bad_words": ((5,), (2, 3)),
            "suppress": (7,),
            "decay": Decay(2, 1.2),
        },
    ],
)
def test_sorted_once_as_transformers_at_every_length(asked: dict[str, object]) -> None:
    settings = GenerationSettings(
        **({"start_id": START, "eos_ids": (END,), "max_length": 9} | asked)
    )
    source = [4, 2, 3, 2, 4, 5]
    constraints, expected = Constraints(settings, source), processors(settings, source)
    random = np.random.default_rng(3)
    tokens = random.integers(2, 5, (2, settings.max_length))
    for length in range(1, settings.max_length):
        scores = random.normal(size=(2, WORDS)).astype(np.float32)
        said = tokens[:, :length]
        by_transformers = expected(torch.from_numpy(said), torch.from_numpy(scores.copy()))
        assert np.array_equal(constraints.apply_(scores, said, length), by_transformers.numpy()), (
            length
        )
