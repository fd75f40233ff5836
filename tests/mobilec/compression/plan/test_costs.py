"""What models cost, in the arithmetic of the field, and what that does to the time."""

import pytest
import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode

from exporters.capture.capture import CaptureOptions, capture
from exporters.families.registry import attentions_of
from mobilec.compression.plan.costs import AttentionCost, Totals, expected, totals
from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.seat import replace_
from tests import models, translation_models
from tests.exporters.families.pruned import pruned


def empty(name: str, **sizes: object) -> transformers.PreTrainedModel:
    """A model with no memory behind its weights."""
    prefix, _, _ = name.partition("For")
    config = getattr(transformers, f"{prefix.removesuffix('MTModel')}Config")(**sizes)
    with torch.device("meta"):
        return getattr(transformers, name)(config)


TRANSFORMER_BIG = {
    "vocab_size": 40_000,
    "decoder_vocab_size": 40_000,
    "d_model": 1024,
    "encoder_layers": 6,
    "decoder_layers": 6,
    "encoder_attention_heads": 16,
    "decoder_attention_heads": 16,
    "encoder_ffn_dim": 4096,
    "decoder_ffn_dim": 4096,
    "pad_token_id": 39_999,
    "decoder_start_token_id": 39_999,
}
"""Transformer-big (Vaswani et al. 2017, table 3), where source and target have words of their own:
two tables of 41 M, of which the target's is the output layer too."""


def millions(model: torch.nn.Module, *ends: str) -> float:
    """Parameters of the matrices whose names end so."""
    named = model.named_parameters()
    return sum(p.numel() for n, p in named if p.dim() > 1 and n.endswith(ends)) / 1e6


def test_transformer_big_is_what_the_field_says_it_is():
    model = empty("MarianMTModel", **TRANSFORMER_BIG, share_encoder_decoder_embeddings=False)
    assert millions(model, "embed_tokens.weight") == pytest.approx(81.9, abs=0.1)
    assert millions(model, "_proj.weight") == pytest.approx(75.5, abs=0.1)
    assert millions(model, "fc1.weight", "fc2.weight") == pytest.approx(100.7, abs=0.1)
    cost = totals(model)
    positions, rest = 2 * 1024 * 1024, cost.parameters - 1e6 * (81.92 + 75.5 + 100.66)
    assert 0 < rest - positions < 3e5
    assert cost.multiply_adds == pytest.approx(1e6 * (75.5 + 100.66 + 40.96), rel=1e-3)


def test_a_tied_table_counts_once_and_is_moved_by_the_output_layer():
    model = empty("MarianMTModel", **TRANSFORMER_BIG)
    cost = totals(model)
    assert cost.parameters == sum(p.numel() for p in model.parameters())
    assert cost.moved_bytes > 40_000 * 1024
    untied = totals(empty("BertForSequenceClassification"))
    assert untied.moved_bytes < untied.int8_bytes - 30_522 * 768


def test_int8_bytes_by_hand():
    model = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.Embedding(7, 4))
    model.config = transformers.BertConfig()
    assert totals(model) == Totals(
        parameters=15 + 5 + 28,
        int8_bytes=5 * (3 + 4) + 5 * 4 + 7 * (4 + 4),
        multiply_adds=15,
        moved_bytes=5 * (3 + 4),
    )


def test_the_shared_layer_of_albert_is_multiplied_with_once_a_layer():
    two, six = (models.tiny("albert", num_hidden_layers=n) for n in (2, 6))
    assert totals(two).parameters == totals(six).parameters
    layer = 4 * 64 * 64 + 2 * 64 * 128
    assert totals(six).multiply_adds - totals(two).multiply_adds == 4 * layer


def test_a_compressed_layer_counts_as_itself():
    model = models.tiny("bert")
    before = totals(model)
    path = "bert.encoder.layer.0.intermediate.dense"
    sizes = {"in_features": 64, "out_features": 128, "rank": 8, "bias": True}
    replace_(model, path, LowRankLinear.from_sizes(sizes))
    after = totals(model)
    saved = 64 * 128 - 8 * (64 + 128)
    assert before.parameters - after.parameters == saved
    assert before.multiply_adds - after.multiply_adds == saved


def test_expected_times_are_ratios():
    found = expected(Totals(10, 10, 1000, 100), Totals(5, 5, 250, 50))
    assert (found.long, found.single) == (0.25, 0.5)


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_a_plan_needs_no_weights(name):
    model = translation_models.tiny(name)
    with torch.device("meta"):
        again = type(model)(model.config)
    assert totals(again) == totals(model)


@pytest.mark.parametrize(
    "name", ["bert", "albert", "mobilebert", "mpnet", "distilbert", "deberta-v2"]
)
def test_what_attention_multiplies_is_what_a_program_does(name):
    """In its products of two activations, which PyTorch counts twice: multiplied and added."""
    model, tokens = models.tiny(name, max_position_embeddings=34), 32
    (method,) = capture(model, "text-classification", CaptureOptions(tokens)).methods
    with FlopCounterMode(display=False) as counted:
        method.module(torch.ones(1, tokens, dtype=torch.int64), torch.ones(1, tokens))
    done = counted.get_flop_counts()["Global"][torch.ops.aten.bmm] // 2
    cost = totals(model).attention
    assert cost.multiply_adds * tokens**2 == done * cost.tokens > 0


def test_attention_of_a_translator_by_hand():
    """Two layers over the source, two over the translation, which look at the source too."""
    model = translation_models.tiny("marian", max_position_embeddings=80)
    assert totals(model).attention == AttentionCost(80, 6 * 2 * 64 * 80)
    assert totals(translation_models.tiny("t5")).attention == AttentionCost(128, 6 * 2 * 48 * 128)


def test_attention_costs_less_with_fewer_heads():
    model = models.tiny("bert")
    first, _ = attentions_of(model)
    before, after = totals(model), totals(pruned(model, {first: [0, 1, 3]}))
    assert after.attention.multiply_adds * 8 == before.attention.multiply_adds * 7
    assert before.multiply_adds - after.multiply_adds == 4 * 64 * 16


def test_attention_of_a_family_without_a_map_is_not_counted():
    assert totals(models.classifier("Camembert", pad_token_id=1)).attention is None
