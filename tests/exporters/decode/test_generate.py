"""Greedy and beam search give the tokens of ``model.generate``, family by family."""

from dataclasses import dataclass
from functools import cache

import pytest
import torch
from transformers import GenerationConfig, PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.generation_config import settings_from
from exporters.decode.search import translate
from exporters.decode.state import states_of
from exporters.eager import TorchRunner
from tests import translation_models

LONGEST = 16
LANGUAGE = 9
CONSTRAINTS = {
    "no_repeat_ngram_size": 2,
    "bad_words_ids": [[word] for word in range(100, 180)] + [[a, a + 7] for a in range(9, 99)],
    "suppress_tokens": list(range(200, 260)),
    "begin_suppress_tokens": list(range(300, 360)),
    "forced_bos_token_id": LANGUAGE,
    "min_length": 6,
    "renormalize_logits": True,
}
ENDS = list(range(20, 90))
"""With so many end tokens hypotheses end at every step, and which of them counts decides."""


@dataclass(frozen=True)
class Translator:
    """A model with ``generate`` and the same model captured."""

    model: PreTrainedModel
    decoder: CachedDecoder

    def stock(self, ids: torch.Tensor, config: GenerationConfig) -> list[int]:
        self.model.generation_config = config
        return self.model.generate(input_ids=ids, attention_mask=torch.ones_like(ids))[0].tolist()

    def ours(self, ids: torch.Tensor, config: GenerationConfig) -> list[int]:
        return translate(self.decoder, ids[0].numpy(), settings_from(config))


@cache
def translator(name: str) -> Translator:
    model = translation_models.tiny(name)
    program = capture_translation(model, CaptureOptions(12, LONGEST, hypotheses=5))
    return Translator(model, CachedDecoder(TorchRunner(program), states_of(program)))


def config_of(name: str, **changes: object) -> GenerationConfig:
    """The family's own ids, with no limit of its own on what is said."""
    own = translation_models.tiny(name).generation_config
    ids = {
        "decoder_start_token_id": own.decoder_start_token_id,
        "eos_token_id": [own.eos_token_id],
        "pad_token_id": own.pad_token_id,
        "max_length": LONGEST + 1,
        "num_beams": 1,
    }
    return GenerationConfig(**(ids | changes))


def assert_equal(name: str, config: GenerationConfig, lengths: tuple[int, ...] = (1, 12)) -> None:
    subject = translator(name)
    for length in lengths:
        ids = translation_models.source(length)
        assert subject.ours(ids, config) == subject.stock(ids, config)


@pytest.mark.parametrize("beams", [1, 4])
@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_with_its_own_settings(name: str, beams: int) -> None:
    config = translation_models.tiny(name).generation_config
    config.num_beams, config.max_new_tokens = beams, LONGEST
    assert_equal(name, config)


@pytest.mark.parametrize("beams", [1, 2, 5])
@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_with_every_constraint(name: str, beams: int) -> None:
    end = translation_models.tiny(name).generation_config.eos_token_id
    config = config_of(name, num_beams=beams, forced_eos_token_id=end, **CONSTRAINTS)
    assert_equal(name, config)
    tokens = translator(name).ours(translation_models.source(12), config)
    assert tokens[1] == LANGUAGE
    assert len(set(tokens)) > 6, "a model that repeats itself proves little"


@pytest.mark.parametrize("early_stopping", [True, False, "never"])
@pytest.mark.parametrize("length_penalty", [-1.0, 0.0, 0.6, 1.0, 2.0])
@pytest.mark.parametrize("name", ["marian", "mt5"])
def test_with_every_way_to_end(
    name: str, length_penalty: float, early_stopping: bool | str
) -> None:
    for beams in (2, 4, 5):
        config = config_of(
            name,
            num_beams=beams,
            length_penalty=length_penalty,
            early_stopping=early_stopping,
            eos_token_id=ENDS,
            no_repeat_ngram_size=2,
        )
        assert_equal(name, config, lengths=(7,))


def test_the_ways_to_end_differ() -> None:
    """Or the test above would compare one translation with itself fifteen times."""
    ids = translation_models.source(7)
    found = {
        tuple(
            translator("mt5").ours(
                ids,
                config_of(
                    "mt5", num_beams=5, length_penalty=p, early_stopping=e, eos_token_id=ENDS
                ),
            )
        )
        for p in (-1.0, 0.0, 1.0, 2.0)
        for e in (True, False, "never")
    }
    assert len(found) > 2


@pytest.mark.parametrize("beams", [1, 4])
def test_a_limit_of_one_token(beams: int) -> None:
    assert_equal("bart", config_of("bart", num_beams=beams, max_length=2))
