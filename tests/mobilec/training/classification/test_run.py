"""A run from data to folder: it learns, it leaves a whole folder, and a kill changes nothing."""

import json
import warnings
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from exporters.errors import Advice, Refused
from mobilec.checkpoint.load import load
from mobilec.compression.beginning import ByRecipe
from mobilec.packing.pack import pack
from mobilec.training.arithmetic import Arithmetic
from mobilec.training.classification.run import train
from mobilec.training.trainer import GoalTrainer
from tests.mobilec.training.machines import FAST, OLD, SLOW


def test_a_run_learns_and_writes_a_whole_folder(longer):
    record = train(longer)
    assert record.dev_accuracy == record.dev_accuracies[-1] == 1.0
    assert json.loads((longer.output / "training.json").read_text())["dev_accuracy"] == 1.0
    model = AutoModelForSequenceClassification.from_pretrained(longer.output)
    assert model.config.id2label == {0: "negative", 1: "positive"}
    tokenizer = AutoTokenizer.from_pretrained(longer.output)
    logits = [model(**tokenizer(text, return_tensors="pt")).logits for text in ("dull", "witty")]
    assert [int(row.argmax()) for row in logits] == [0, 1]


def test_the_loss_falls(longer, monkeypatch):
    losses = []
    take = GoalTrainer.training_step

    def training_step(trainer, *arguments):
        losses.append(float(take(trainer, *arguments)))
        return torch.tensor(losses[-1])

    monkeypatch.setattr(GoalTrainer, "training_step", training_step)
    train(longer)
    assert sum(losses[-10:]) < sum(losses[:10]) / 4


def test_the_written_tokenizer_neither_cuts_nor_pads(options):
    train(replace(options, epochs=1))
    written = json.loads((options.output / "tokenizer.json").read_text())
    assert written["truncation"] is None and written["padding"] is None
    settings = json.loads((options.output / "tokenizer_config.json").read_text())
    assert settings["model_max_length"] == 32
    assert not settings.keys() & {"max_length", "truncation_strategy", "pad_to_multiple_of"}


@pytest.mark.parametrize("step", [6, 9])
def test_a_killed_and_resumed_run_ends_with_the_same_weights(options, killed_at, monkeypatch, step):
    whole = replace(options, output=options.output.with_name("whole"))
    train(whole)
    killed_at(step)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    assert not options.output.exists()
    monkeypatch.undo()
    record = train(options)
    assert record.resumed_at == (step - 1) // 4 * 4
    expected, got = (load_file(o.output / "model.safetensors") for o in (whole, options))
    assert all(torch.equal(expected[name], got[name]) for name in expected)


def test_a_stored_model_is_trained_on(longer, tmp_path):
    train(longer)
    pack(longer.output, tmp_path / "packed", longer.dev)
    again = replace(longer, model=tmp_path / "packed", output=tmp_path / "again", epochs=1)
    # So small a rate changes nothing: what was learned before must be there.
    assert train(replace(again, learning_rate=1e-9)).dev_accuracy == 1.0
    with pytest.raises(Refused, match="has the labels negative,positive"):
        train(replace(again, output=tmp_path / "turned", labels=("positive", "negative")))


@pytest.mark.parametrize(
    ("machine", "taken"),
    [(FAST, "bf16"), (SLOW, "fp32"), (OLD, "fp32")],
)
def test_auto_is_settled_and_the_record_says_as_what(options, machine, taken):
    record = train(replace(options, arithmetic=Arithmetic.AUTO), machine)
    written = json.loads((options.output / "training.json").read_text())
    assert written["options"]["arithmetic"] == taken
    assert written["arithmetic"] == record.arithmetic
    assert f"auto took {taken}" in record.arithmetic and machine.name in record.arithmetic


@pytest.mark.parametrize(("began", "taken"), [(FAST, "bf16"), (OLD, "fp32")])
def test_a_run_goes_on_as_auto_began_it_on_another_machine(
    options, killed_at, monkeypatch, began, taken
):
    asked = replace(options, arithmetic=Arithmetic.AUTO)
    whole = replace(asked, output=options.output.with_name("whole"))
    train(whole, began)
    killed_at(6)
    with pytest.raises(KeyboardInterrupt):
        train(asked, began)
    monkeypatch.undo()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", Advice)
        record = train(asked, OLD if began is FAST else FAST)
    assert record.resumed_at == 4
    assert record.options["arithmetic"] == taken and "auto began this run" in record.arithmetic
    advised = [str(w.message) for w in said if w.category is Advice]
    assert len(advised) == (taken == "bf16") and all("12.0 times as long" in a for a in advised)
    expected, got = (load_file(o.output / "model.safetensors") for o in (whole, asked))
    assert all(torch.equal(expected[name], got[name]) for name in expected)


def test_bf16_where_it_is_slower_is_done_and_said(options):
    with pytest.warns(Advice, match="bf16, which takes 9.5 times as long as fp32 on a slow one"):
        record = train(replace(options, arithmetic=Arithmetic.BF16), SLOW)
    assert record.options["arithmetic"] == "bf16" and "9.5 times" in record.arithmetic


def test_another_seed_gives_other_weights(options):
    # The twin of the test above: it would be blind if every run ended the same.
    other = replace(options, output=options.output.with_name("other"), seed=1)
    train(options)
    train(other)
    first, second = (load_file(o.output / "model.safetensors") for o in (options, other))
    assert not all(torch.equal(first[name], second[name]) for name in first)


def test_only_the_run_that_was_begun_is_continued(options, killed_at, monkeypatch):
    killed_at(6)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    monkeypatch.undo()
    with pytest.raises(Refused, match="unfinished run that differs in learning_rate, seed"):
        train(replace(options, learning_rate=1e-3, seed=5))


def test_an_existing_folder_is_not_overwritten(options):
    options.output.mkdir()
    with pytest.raises(Refused, match="exists already"):
        train(options)


def test_a_folder_without_a_model_is_refused(options, tmp_path):
    with pytest.raises(Refused, match="no config.json"):
        train(replace(options, model=tmp_path / "nothing"))


def test_a_classifier_of_a_recipe_learns_and_goes_on_as_it_is(longer, tmp_path):
    """Its folder is opened as any compressed one, also by another training."""
    (tmp_path / "small.yaml").write_text(
        "reaches: a test\nsource: none\nsteps: [{method: share-layers, every: 2, start: first}]\n"
    )
    record = train(longer, form=ByRecipe(tmp_path / "small.yaml"))
    assert record.dev_accuracy > 0.9
    model = load(longer.output).model
    assert [step.method for step in model.compression.steps] == ["share-layers"]
    assert model.compression.source.model == "model" and model.compression.source.sha256
    again = replace(
        longer, model=longer.output, output=tmp_path / "again", epochs=1, learning_rate=1e-9
    )
    assert train(again).dev_accuracy == record.dev_accuracy
    assert load(again.output).model.num_parameters() == model.num_parameters()


def test_layers_are_left_out_of_a_classifier_in_training_alone(options):
    train(options)
    other = replace(options, output=options.output.with_name("other"), layer_drop=0.9)
    train(other)
    first, second = (load_file(o.output / "model.safetensors") for o in (options, other))
    assert first.keys() == second.keys()
    assert not all(torch.equal(first[name], second[name]) for name in first)
