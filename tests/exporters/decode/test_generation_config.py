import pytest
from transformers import GenerationConfig

from exporters.decode.generation_config import settings_from
from exporters.decode.settings import GenerationSettings
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
    [("do_sample", True), ("repetition_penalty", 1.2), ("sequence_bias", [[[3], -1.0]])],
)
def test_what_the_search_does_not_do_is_refused(name: str, value: object) -> None:
    config = GenerationConfig(bos_token_id=0, eos_token_id=1, **{name: value})
    with pytest.raises(Refused, match=f"sets {name} to .* does not do; take it out"):
        settings_from(config)


def test_harmless_values_are_taken() -> None:
    config = GenerationConfig(bos_token_id=0, do_sample=False, repetition_penalty=1.0)
    assert settings_from(config).num_beams == 1


def test_no_start_is_refused() -> None:
    with pytest.raises(Refused, match="names neither decoder_start_token_id nor bos_token_id"):
        settings_from(GenerationConfig(eos_token_id=1))
