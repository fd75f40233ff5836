"""Settings by chance, all kinds together, end as ``model.generate`` ends with them."""

from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from transformers import GenerationConfig

from exporters.decode.generation_config import settings_from
from tests import translation_models
from tests.exporters.decode.test_generate import LONGEST, config_of, translator

CASES = 40
WORDS = translation_models.VOCABULARY


@cache
def own(name: str) -> dict[str, Any]:
    """The family's settings with no limit of its own."""
    return {name: value for name, value in config_of(name).to_dict().items() if value is not None}


@cache
def cases(name: str) -> tuple[tuple[torch.Tensor, GenerationConfig], ...]:
    """Sources with settings, the same each time."""
    random = np.random.default_rng(11)
    sources = (translation_models.source(int(random.integers(1, 13))) for _ in range(CASES))
    return tuple((source, drawn(random, name, source[0].tolist())) for source in sources)


def drawn(random: np.random.Generator, name: str, source: list[int]) -> GenerationConfig:
    """Each setting in a part of the cases; lists hold enough tokens that the model meets them."""

    def ids(size: int) -> list[int]:
        return random.choice(np.arange(8, WORDS - 8), size, replace=False).tolist()

    def rows(count: int) -> list[list[int]]:
        return [ids(int(random.integers(1, 3))) for _ in range(count)]

    end = own(name)["eos_token_id"]
    settings = {
        "num_beams": int(random.integers(1, 6)),
        "length_penalty": float(random.choice([0.0, 0.6, 1.0, 2.0])),
        "early_stopping": [True, False, "never"][int(random.integers(3))],
        "eos_token_id": [*end, *ids(30)],
        "max_length": int(random.integers(2, LONGEST + 2)),
        # A random model does not say what it was told, which some settings are about.
        "sequence_bias": [[[token], 4.0] for token in set(source)],
    }
    sometimes = {
        "repetition_penalty": float(random.choice([0.8, 1.3, 5.0])),
        "encoder_repetition_penalty": float(random.choice([0.5, 1.5, 4.0])),
        "encoder_no_repeat_ngram_size": int(random.integers(1, 4)),
        "no_repeat_ngram_size": int(random.integers(1, 4)),
        "sequence_bias": [[row, float(random.normal(0, 3))] for row in rows(80)],
        "exponential_decay_length_penalty": [
            int(random.integers(0, 8)),
            float(random.choice([0.9, 1.1, 1.8])),
        ],
        "remove_invalid_values": True,
        "bad_words_ids": rows(60),
        "suppress_tokens": ids(60),
        "begin_suppress_tokens": ids(60),
        "min_length": int(random.integers(0, 9)),
        # Of those that are never suppressed: transformers refuses what then has no score at all.
        "forced_bos_token_id": int(random.integers(3, 8)),
        "forced_eos_token_id": end,
        "renormalize_logits": True,
    }
    asked = {setting: value for setting, value in sometimes.items() if random.random() < 0.4}
    return GenerationConfig(**(own(name) | settings | asked))


@pytest.mark.parametrize("name", ["marian", "mt5"])
def test_equal_to_generate(name: str) -> None:
    subject = translator(name)
    for at, (source, config) in enumerate(cases(name)):
        assert subject.ours(source, config) == subject.stock(source, config), (at, config)


@pytest.mark.parametrize(
    ("setting", "none"),
    [
        ("repetition_penalty", 1.0),
        ("encoder_repetition_penalty", 1.0),
        ("encoder_no_repeat_ngram_size", 0),
        ("sequence_bias", None),
        ("exponential_decay_length_penalty", None),
    ],
)
def test_each_decides_what_is_said(setting: str, none: object) -> None:
    """Or the test above would say nothing of it."""
    subject, changed = translator("mt5"), 0
    for source, config in cases("mt5"):
        without = GenerationConfig.from_dict({**config.to_dict(), setting: none})
        changed += subject.ours(source, config) != subject.ours(source, without)
    assert changed >= 3


def test_decay_ends_a_translation_sooner() -> None:
    """By one small case: the penalty of an end grows with each token after the tenth."""
    source = translation_models.source(7)
    plain = config_of("marian", eos_token_id=[0], max_length=LONGEST + 1)
    decayed = config_of(
        "marian",
        eos_token_id=[0],
        max_length=LONGEST + 1,
        exponential_decay_length_penalty=[3, 40.0],
    )
    subject = translator("marian")
    assert settings_from(decayed).decay is not None
    assert len(subject.ours(source, decayed)) < len(subject.ours(source, plain))
