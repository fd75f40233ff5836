"""Methods for tables of words: who shares a table, what is planned, and what is refused."""

from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import MarianConfig, MarianMTModel

from exporters.errors import Refused
from mobilec.compressed.step import StepPlan
from mobilec.compressed.words import word_seats
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.layers.word_table import TiedOutput, WordTable
from tests import models, translation_models
from tests.mobilec.compression.conftest import made

CONTEXT = Context("translation", Path("nowhere"))
METHODS: dict[str, dict[str, object]] = {
    "albert-embedding": {"width": 16},
    "define-embedding": {"width": 16},
    "dextra-embedding": {"width": 16},
    "banded-embedding": {"cutoffs": [100, 250], "widths": [64, 16, 8]},
}
FULL: dict[str, dict[str, object]] = {
    "albert-embedding": {"width": 64},
    "define-embedding": {"width": 64},
    "dextra-embedding": {"width": 64},
    "banded-embedding": {"cutoffs": [100, 250], "widths": [64, 64, 64]},
}
TRANSLATORS = ("marian", "marian-separate", "bart", "mbart", "m2m_100", "t5", "t5-gated")


def applied_(model, name: str, **keys: object) -> StepPlan:
    method = method_of(name)
    plan = method.plan(model, parsed(method.options, keys, "step"), CONTEXT)
    method.apply_(model, plan, CONTEXT)
    return plan


def answer(model) -> torch.Tensor:
    ids = translation_models.source(9)
    with torch.no_grad():
        if model.config.is_encoder_decoder:
            return model(input_ids=ids, decoder_input_ids=ids[:, :4]).logits
        return model(input_ids=ids).logits


@pytest.mark.parametrize("family", TRANSLATORS)
@pytest.mark.parametrize("name", METHODS)
def test_full_width_answers_as_the_dense_model(name, family):
    model = translation_models.tiny(family)
    expected = answer(model)
    applied_(model, name, **FULL[name])
    torch.testing.assert_close(answer(model), expected, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("family", TRANSLATORS)
@pytest.mark.parametrize("name", METHODS)
def test_what_was_tied_stays_tied(name, family):
    model = translation_models.tiny(family)
    before = word_seats(model)
    applied_(model, name, **METHODS[name])
    for seats in before:
        held = {id(model.get_submodule(path)) for path in seats.tables}
        assert len(held) == 1
        table = model.get_submodule(seats.path)
        assert isinstance(table, WordTable)
        assert all(model.get_submodule(path).table is table for path in seats.outputs)
    untied = family == "t5-gated"
    assert isinstance(model.lm_head, nn.Linear if untied else TiedOutput)


@pytest.mark.parametrize("name", METHODS)
def test_planned_counts_are_those_of_the_model(name):
    model = translation_models.tiny("marian")
    before = sum(p.numel() for p in model.parameters())
    plan = applied_(model, name, **METHODS[name])
    after = sum(p.numel() for p in model.parameters())
    assert before - after == plan.before.parameters - plan.after.parameters


@pytest.mark.parametrize("name", METHODS)
def test_from_scratch_is_the_same_for_a_seed(name):
    first, again = translation_models.tiny("marian"), translation_models.tiny("marian")
    for model in (first, again):
        torch.rand(1)
        applied_(model, name, **METHODS[name], start="scratch")
    assert torch.equal(answer(first), answer(again))


def test_embeddings_of_a_big_transformer():
    """40,000 words for each side, d 1024: about 81 M parameters, 21 M with rows of 256."""
    config = MarianConfig(
        vocab_size=40_000,
        decoder_vocab_size=40_000,
        d_model=1024,
        encoder_layers=1,
        decoder_layers=1,
        pad_token_id=0,
        share_encoder_decoder_embeddings=False,
    )
    with torch.device("meta"):
        model = MarianMTModel(config)
    method = method_of("albert-embedding")
    plan = method.plan(model, parsed(method.options, {"width": 256}, "step"), CONTEXT)
    assert plan.before.parameters == 2 * 40_000 * 1024
    assert plan.after.parameters == 2 * (40_000 * 256 + 256 * 1024)


def test_a_rule_chooses_the_table_of_one_side():
    model = translation_models.tiny("marian-separate")
    rules = {"*.decoder.*": None, "*": 8}
    plan = applied_(model, "albert-embedding", width=16, layers=rules)
    assert [seat.path for seat in plan.seats] == ["model.encoder.embed_tokens"]
    assert plan.replaced[0].sizes["inner"] == 8
    assert type(model.model.decoder.embed_tokens) is nn.Embedding


def test_the_bias_of_an_output_layer_stays():
    model = translation_models.tiny("marian")
    model.lm_head.bias = nn.Parameter(torch.arange(500.0))
    expected = answer(model)
    applied_(model, "albert-embedding", width=64)
    torch.testing.assert_close(answer(model), expected, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("name", METHODS)
def test_it_comes_back_from_its_folder(name, marian, tmp_path):
    result = made(marian, tmp_path, {"method": name, **METHODS[name]})
    assert len(result.steps[0].errors) == 1
    assert 0 < result.steps[0].errors[0].weight < 1


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("albert-embedding", {"width": 65}, "can have 1 to 64"),
        ("albert-embedding", {"width": 0}, "can have 1 to 64"),
        ("albert-embedding", {"width": 8, "start": "noise"}, "trained or scratch"),
        ("albert-embedding", {"width": 8, "layers": ["*.nowhere"]}, "model.shared"),
        ("define-embedding", {"width": 18, "groups": 4}, "16 can"),
        ("define-embedding", {"width": 16, "groups": 3}, "power of two"),
        ("define-embedding", {"width": 16, "expand": 8}, "makes them fewer"),
        ("define-embedding", {"width": 16, "activation": "step"}, "gelu or none"),
        ("dextra-embedding", {"width": 16, "depth": 3}, "as many layers"),
        ("dextra-embedding", {"width": 16, "multiplier": 0.5}, "do not narrow"),
        ("banded-embedding", {"cutoffs": [500]}, "has 500 words"),
        ("banded-embedding", {"cutoffs": [9, 5]}, "above the last one"),
        ("banded-embedding", {"cutoffs": [9], "widths": [8]}, "each band needs one"),
        ("banded-embedding", {"cutoffs": [4], "widths": [8, 8]}, "can have 1 to 4"),
        ("banded-embedding", {"by": "length"}, "id or counts"),
        ("banded-embedding", {"by": "counts"}, "needs calibration data"),
    ],
)
def test_refused(name, keys, words):
    with pytest.raises(Refused, match=words):
        applied_(translation_models.tiny("marian"), name, **keys)


def test_a_table_is_compressed_once():
    model = models.tiny("bert")
    applied_(model, "albert-embedding", width=16)
    with pytest.raises(Refused, match="compressed already"):
        applied_(model, "banded-embedding")
