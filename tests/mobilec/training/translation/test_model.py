"""A new model: what its output layer knows before the first step, and what its encoder keeps."""

from dataclasses import replace

import pytest
import torch
from transformers import MarianMTModel

from mobilec.training.translation import model as making
from mobilec.training.translation.model import new_model
from mobilec.training.translation.options import Shape

FREQUENCIES = torch.tensor([0.0, 50, 0, 200, *[5.0] * 96])
PAD, EOS = 0, 1


@pytest.fixture
def deep(options):
    """Six layers, as wide as a real model."""
    shape = Shape(encoder_layers=6, decoder_layers=1, feed_forward=512, positions=32)
    return replace(options, shape=shape, max_pieces=32)


def kept(model: MarianMTModel) -> float:
    """The share of the deviation between the positions of a sentence that the encoder keeps."""
    ids = torch.arange(10, 30)[None]
    with torch.inference_mode():
        states = model.eval().model.encoder(input_ids=ids, output_hidden_states=True).hidden_states
    first, last = states[0][0], states[-1][0]
    return float((last.std(dim=0).mean() / last.std()) / (first.std(dim=0).mean() / first.std()))


def test_it_begins_with_the_frequencies_of_pieces(options):
    model = new_model(options, FREQUENCIES, PAD, EOS)
    bias = model.final_logits_bias[0].softmax(dim=0)
    assert torch.allclose(bias * FREQUENCIES.sum(), FREQUENCIES, atol=15)
    assert bias.argmax() == 3
    assert torch.isfinite(model.final_logits_bias).all()


def test_an_untrained_encoder_keeps_words_apart(deep):
    assert kept(new_model(deep, FREQUENCIES, PAD, EOS)) > 0.6


def test_with_the_usual_weights_it_would_not(deep, monkeypatch):
    monkeypatch.setattr(making, "WEIGHT_STD", 256**-0.5)
    monkeypatch.setattr(making, "BRANCH_GAIN", 1.0)
    assert kept(new_model(deep, FREQUENCIES, PAD, EOS)) < 0.4


def test_all_embeddings_are_one_table_and_positions_stay_sines(options):
    model = new_model(options, FREQUENCIES, PAD, EOS)
    tables = [model.get_input_embeddings(), model.get_output_embeddings()]
    tables += [model.model.encoder.embed_tokens, model.model.decoder.embed_tokens]
    assert all(table.weight is tables[0].weight for table in tables)
    frozen = {name for name, p in model.named_parameters() if not p.requires_grad}
    assert frozen == {f"model.{side}.embed_positions.weight" for side in ("encoder", "decoder")}


def test_attention_is_in_float32_where_products_are_bfloat16(options):
    model = new_model(options, FREQUENCIES, PAD, EOS).eval()
    ids = torch.arange(3, 12)[None]
    whole = model(input_ids=ids, decoder_input_ids=ids).logits
    with torch.autocast("cpu", torch.bfloat16):
        mixed = model(input_ids=ids, decoder_input_ids=ids).logits
    assert not torch.equal(whole, mixed)
    # bfloat16 keeps 8 bits; logits here are about 5.
    assert torch.allclose(whole, mixed.float(), atol=0.1)
    model.set_attn_implementation("sdpa")
    assert torch.allclose(whole, model(input_ids=ids, decoder_input_ids=ids).logits, atol=1e-5)
