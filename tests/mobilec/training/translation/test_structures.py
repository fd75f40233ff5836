"""Translators that get another structure before they learn anything."""

from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.compression.beginning import ByRecipe
from mobilec.training.translation.options import Corpus, Shape
from mobilec.training.translation.run import train
from tests.mobilec.training.translation.toy import write_pairs

SMALL = """
reaches: a test
source: none
steps:
- {method: albert-embedding, width: 31}
- {method: share-layers, stacks: [encoder], every: 2, start: first}
- {method: fixed-attention, learnt: 1}
"""


@pytest.fixture
def form(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALL)
    return ByRecipe(tmp_path / "small.yaml")


@pytest.fixture
def longer(options, tmp_path):
    """Enough steps at a high rate to learn the toy language by heart."""
    return replace(
        options,
        train=(Corpus(write_pairs(tmp_path, "more", rows=400, seed=4)),),
        dropout=0.0,
        label_smoothing=0.0,
        joined=0.0,
        piece_dropout=0.0,
        batch_pieces=300,
        learning_rate=8e-3,
        steps=200,
        warmup_steps=20,
        save_steps=200,
    )


def test_a_model_of_a_recipe_learns_and_is_opened_as_any_compressed_one(longer, form):
    record = train(replace(longer, steps=300, save_steps=300, learning_rate=4e-3), form=form)
    assert record.dev_chrf > 85
    checkpoint = load(longer.output)
    assert checkpoint.model.num_parameters() < 0.9 * _parameters(longer)
    steps = checkpoint.model.compression.steps
    assert [step.method for step in steps] == [
        "albert-embedding",
        "share-layers",
        "fixed-attention",
    ]
    assert checkpoint.model.compression.source.origin == "random weights"


def _parameters(options):
    dense = replace(options, output=options.output.with_name("dense"), steps=1, save_steps=1)
    train(dense)
    assert not (dense.output / RECORD).exists()
    return load(dense.output).model.num_parameters()


def test_a_decoder_that_keeps_rows_learns(longer):
    shape = replace(longer.shape, decoder="ssru")
    record = train(replace(longer, shape=shape))
    assert record.dev_chrf > 85
    model = load(longer.output).model
    assert model.config.is_recurrent
    assert not hasattr(model.get_submodule("model.decoder.layers.0.self_attn"), "q_proj")


@pytest.mark.parametrize("decoder", ["self-attention", "ssru"])
def test_a_killed_run_of_a_recipe_ends_with_the_same_weights(
    options, form, killed_at, monkeypatch, decoder
):
    shape = replace(options.shape, decoder=decoder)
    asked = replace(options, shape=shape, layer_drop=0.3)
    whole = replace(asked, output=options.output.with_name("whole"))
    train(whole, form=form)
    killed_at(6)
    with pytest.raises(KeyboardInterrupt):
        train(asked, form=form)
    monkeypatch.undo()
    assert train(asked, form=form).resumed_at == 4
    expected, got = (load_file(o.output / "model.safetensors") for o in (whole, asked))
    assert expected.keys() == got.keys()
    assert all(torch.equal(expected[name], got[name]) for name in expected)


def test_layers_that_are_left_out_change_what_is_learnt(options):
    train(options)
    other = replace(options, output=options.output.with_name("other"), layer_drop=0.5)
    train(other)
    first, second = (load_file(o.output / "model.safetensors") for o in (options, other))
    assert not all(torch.equal(first[name], second[name]) for name in first)


def test_another_structure_is_not_gone_on_with(options, form, killed_at, monkeypatch):
    killed_at(3)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    monkeypatch.undo()
    with pytest.raises(Refused, match="unfinished run that differs in structure"):
        train(options, form=form)


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("{method: finetune}", r"step 1 \(finetune\) trains, and the model is trained by this"),
        ("{method: prune-heads, keep: 0.5}", r"step 1 \(prune-heads\) chooses by data or by what"),
    ],
)
def test_steps_that_want_what_was_learnt_are_refused(tmp_path, step, why):
    (tmp_path / "late.yaml").write_text(f"reaches: a test\nsource: none\nsteps: [{step}]\n")
    with pytest.raises(Refused, match=why):
        ByRecipe(tmp_path / "late.yaml")


def test_an_unknown_decoder_is_refused():
    with pytest.raises(Refused, match="decoder is 'lstm'; give self-attention or ssru"):
        Shape(decoder="lstm")
