import pytest
from transformers import GenerationConfig

from exporters.decode.generation_config import settings_from
from exporters.decode.settings import Bias, Decay, GenerationSettings
from exporters.errors import Refused

MARIAN = {
    "bad_words_ids": [[58100]],
    "decoder_start_token_id": 58100,
    "eos_token_id": 0,
    "forced_eos_token_id": 0,
    "max_length": 512,
    "num_beams": 4,
    "pad_token_id": 58100,
    "renormalize_logits": True,
}
"""As the opus-mt checkpoints have it."""


def test_reads_what_a_checkpoint_says() -> None:
    assert settings_from(GenerationConfig(**MARIAN)) == GenerationSettings(
        start_id=58100,
        eos_ids=(0,),
        num_beams=4,
        max_length=512,
        bad_words=((58100,),),
        forced_eos=(0,),
        renormalize=True,
    )


def test_unset_is_what_generate_does() -> None:
    settings = settings_from(GenerationConfig(bos_token_id=5, eos_token_id=[1, 2]))
    assert settings == GenerationSettings(start_id=5, eos_ids=(1, 2), max_length=21)


@pytest.mark.parametrize(
    ("config", "positions", "shortest", "longest"),
    [
        ({}, None, 0, 21),
        ({}, 16, 0, 16),
        ({"max_length": 40, "min_length": 7}, 16, 7, 40),
        ({"max_new_tokens": 9, "min_new_tokens": 2, "max_length": 40}, None, 3, 10),
    ],
)
def test_lengths(
    config: dict[str, int], positions: int | None, shortest: int, longest: int
) -> None:
    found = settings_from(GenerationConfig(bos_token_id=0, eos_token_id=1, **config), positions)
    assert (found.min_length, found.max_length) == (shortest, longest)


@pytest.mark.parametrize(
    ("name", "value"),
    [("do_sample", True), ("guidance_scale", 1.5), ("stop_strings", ["."]), ("dola_layers", "low")],
)
def test_what_the_search_does_not_do_is_refused(name: str, value: object) -> None:
    config = GenerationConfig(bos_token_id=0, eos_token_id=1, **{name: value})
    with pytest.raises(Refused, match=f"sets {name} to .* does not do; take it out"):
        settings_from(config)


def test_harmless_values_are_taken() -> None:
    config = GenerationConfig(bos_token_id=0, do_sample=False, repetition_penalty=1.0)
    assert settings_from(config).num_beams == 1


def test_what_weighs_scores_is_read() -> None:
    config = GenerationConfig(
        bos_token_id=0,
        eos_token_id=1,
        repetition_penalty=1.3,
        encoder_repetition_penalty=1.5,
        encoder_no_repeat_ngram_size=3,
        sequence_bias=[[[7, 8], 2.0], [[5], -1.5], [[7, 9], 1.0], [[5], -2.5]],
        exponential_decay_length_penalty=(20, 1.1),
        remove_invalid_values=True,
    )
    assert settings_from(config) == GenerationSettings(
        start_id=0,
        eos_ids=(1,),
        repetition_penalty=1.3,
        encoder_repetition_penalty=1.5,
        encoder_no_repeat_ngram=3,
        sequence_bias=(Bias((5,), -2.5), Bias((7, 8), 2.0), Bias((7, 9), 1.0)),
        decay=Decay(20, 1.1),
        remove_invalid=True,
    )


def test_a_list_of_one_is_that_one() -> None:
    config = GenerationConfig(decoder_start_token_id=[7], forced_bos_token_id=[9], eos_token_id=[1])
    found = settings_from(config)
    assert (found.start_id, found.forced_bos, found.eos_ids) == (7, 9, (1,))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("decoder_start_token_id", [7, 8], "be the id of one token"),
        ("forced_bos_token_id", [7, 8], "be the id of one token"),
        ("forced_bos_token_id", "7", "be the id of one token"),
        ("eos_token_id", [1, -1], "hold ids of tokens"),
        ("suppress_tokens", [1.5], "hold ids of tokens"),
        ("bad_words_ids", [5, 6], "hold a list of ids for each word"),
        ("bad_words_ids", [[]], "hold a list of ids for each word"),
        ("sequence_bias", [[5, 1.0]], "hold ids and a finite number"),
        ("sequence_bias", [[[5], float("-inf")]], "hold ids and a finite number"),
        ("num_beams", "4", "be a whole number"),
        ("no_repeat_ngram_size", -1, "be a whole number"),
        ("length_penalty", "long", "be a number"),
        ("repetition_penalty", 0.0, "be over 0"),
        ("encoder_repetition_penalty", -2.0, "be over 0"),
        ("renormalize_logits", "yes", "be true or false"),
        ("exponential_decay_length_penalty", 1.2, "be a number of tokens and a factor"),
        ("exponential_decay_length_penalty", [0, 1e9], "begin at 0 or later"),
        ("exponential_decay_length_penalty", [0, 0.0], "begin at 0 or later"),
    ],
)
def test_values_that_mean_nothing_are_refused(name: str, value: object, words: str) -> None:
    ids = {"bos_token_id": 0, "eos_token_id": 1}
    with pytest.raises(Refused, match=f"sets {name} to .*, and it should {words}"):
        settings_from(GenerationConfig(**(ids | {name: value})))


def test_no_start_is_refused() -> None:
    with pytest.raises(Refused, match="names neither decoder_start_token_id nor bos_token_id"):
        settings_from(GenerationConfig(eos_token_id=1))
