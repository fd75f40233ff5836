"""A run from aligned text to folder: it learns, leaves a whole folder, survives a kill."""

import json
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

from exporters.errors import Advice, Refused
from mobilec.checkpoint.load import load
from mobilec.training.arithmetic import Arithmetic
from mobilec.training.translation import run
from mobilec.training.translation.options import Corpus
from mobilec.training.translation.run import train
from tests.mobilec.training.machines import FAST, OLD, SLOW
from tests.mobilec.training.translation.toy import write_pairs


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
        steps=150,
        warmup_steps=20,
        save_steps=150,
    )


def test_a_run_learns_and_writes_a_whole_folder(longer):
    record = train(longer)
    assert record.dev_chrf > 90
    written = json.loads((longer.output / "training.json").read_text())
    assert written["dev_chrf"] == record.dev_chrf
    model = AutoModelForSeq2SeqLM.from_pretrained(longer.output)
    tokenizer = AutoTokenizer.from_pretrained(longer.output)
    ids = model.generate(**tokenizer("big dogs run.", return_tensors="pt"))
    assert tokenizer.decode(ids[0], skip_special_tokens=True) == "gross Hunde laufen."


def test_the_folder_comes_in_through_the_door_of_all_models(options):
    train(options)
    checkpoint = load(options.output)
    assert checkpoint.task == "translation"
    settings = checkpoint.text.settings
    assert settings.start_id == checkpoint.pad_id == 0
    assert settings.bad_words == ((0,),)
    assert (checkpoint.text.source_language, checkpoint.text.target_language) == ("en", "de")
    table = checkpoint.model.get_input_embeddings().weight
    assert checkpoint.model.get_output_embeddings().weight is table


@pytest.mark.parametrize(("step", "arithmetic"), [(4, Arithmetic.FP32), (6, Arithmetic.BF16)])
def test_a_killed_and_resumed_run_ends_with_the_same_weights(
    options, killed_at, monkeypatch, arithmetic, step
):
    options = replace(options, arithmetic=arithmetic)
    whole = replace(options, output=options.output.with_name("whole"))
    train(whole)
    killed_at(step)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    assert not options.output.exists()
    monkeypatch.undo()
    record = train(options)
    assert record.resumed_at == (step - 1) // 2 * 2
    assert list(record.by_step) == [2, 4, 6]
    expected, got = (load_file(o.output / "model.safetensors") for o in (whole, options))
    assert expected.keys() == got.keys()
    assert all(torch.equal(expected[name], got[name]) for name in expected)


def test_a_run_that_is_killed_after_its_last_step_ends_the_same(options, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    whole = train(replace(options, steps=12, output=options.output.with_name("whole")))
    options = replace(options, steps=12)
    monkeypatch.setattr(run, "average_", fail)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    monkeypatch.undo()
    record = train(options)
    assert (record.resumed_at, record.steps) == (12, 0)
    assert record.by_average == whole.by_average
    assert record.epochs == whole.epochs > 1


@pytest.mark.parametrize(("machine", "taken"), [(FAST, "bf16"), (SLOW, "fp32")])
def test_auto_is_settled_and_the_record_says_as_what(options, machine, taken):
    record = train(replace(options, arithmetic=Arithmetic.AUTO), machine)
    written = json.loads((options.output / "training.json").read_text())
    assert written["options"]["arithmetic"] == taken
    assert written["arithmetic"] == record.arithmetic
    assert f"auto took {taken}" in record.arithmetic and machine.name in record.arithmetic


def test_a_run_goes_on_as_auto_began_it_on_another_machine(options, killed_at, monkeypatch):
    asked = replace(options, arithmetic=Arithmetic.AUTO)
    whole = replace(asked, output=options.output.with_name("whole"))
    train(whole, FAST)
    killed_at(6)
    with pytest.raises(KeyboardInterrupt):
        train(asked, FAST)
    monkeypatch.undo()
    with pytest.warns(Advice, match="computes in bf16, which takes 12.0 times as long"):
        record = train(asked, OLD)
    assert record.resumed_at == 4
    assert record.options["arithmetic"] == "bf16" and "auto began this run" in record.arithmetic
    expected, got = (load_file(o.output / "model.safetensors") for o in (whole, asked))
    assert all(torch.equal(expected[name], got[name]) for name in expected)


def test_another_seed_gives_other_weights(options):
    # The twin of the test above: it would be blind if every run ended the same.
    other = replace(options, output=options.output.with_name("other"), seed=1)
    train(options)
    train(other)
    first, second = (load_file(o.output / "model.safetensors") for o in (options, other))
    assert not all(torch.equal(first[name], second[name]) for name in first)


def test_only_the_run_that_was_begun_is_continued(options, killed_at, monkeypatch):
    killed_at(3)
    with pytest.raises(KeyboardInterrupt):
        train(options)
    monkeypatch.undo()
    with pytest.raises(Refused, match="unfinished run that differs in dropout, seed"):
        train(replace(options, dropout=0.3, seed=5))


def test_an_existing_folder_is_not_overwritten(options):
    options.output.mkdir()
    with pytest.raises(Refused, match="exists already"):
        train(options)


def test_nothing_stands_where_the_text_is_refused(options, tmp_path):
    with pytest.raises(Refused, match="is no file"):
        train(replace(options, dev=Corpus((tmp_path / "nothing.tsv",))))
    assert not options.output.with_name("trained.work").exists()
