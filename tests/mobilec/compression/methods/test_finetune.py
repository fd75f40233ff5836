"""Fine-tuning as a step: it begins with what the steps before it made, on its own data or not."""

import json

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Advice, Refused
from mobilec.checkpoint.load import load
from mobilec.compression.methods import finetune
from mobilec.compression.methods.finetune import Finetune
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.layers.low_rank import LowRankLinear
from mobilec.training.trainer import GoalTrainer
from tests.mobilec.compression.conftest import made, written
from tests.mobilec.training.machines import FAST, OLD, SLOW

NARROW = {"method": "svd", "rank": 8}
LEARN = {
    "method": "finetune",
    "epochs": 2,
    "batch_size": 8,
    "learning_rate": 3e-3,
    "arithmetic": "fp32",
}


def test_a_compressed_classifier_learns_and_keeps_its_structure(bert, labelled, tmp_path):
    # All 24 are right by then, with either of two seeds; after 8 epochs it was 0.67 and 0.5, where
    # an example is 0.04.
    learn = LEARN | {"epochs": 24, "save_steps": 24}
    result = made(bert, tmp_path, NARROW, learn, train=str(labelled), evaluation=labelled)
    quality = result.quality
    assert quality.after["accuracy"] > 0.8 > quality.before["accuracy"]
    model = load(result.folder).model
    assert any(isinstance(layer, LowRankLinear) for layer in model.modules())
    assert not (tmp_path / "small.work").exists()


def test_a_compressed_translator_learns(marian, parallel, tmp_path):
    learn = LEARN | {"train": str(parallel), "dev": str(parallel), "label_smoothing": 0.1}
    result = made(marian, tmp_path, NARROW, learn)
    (_, step) = result.steps
    assert "24 examples of dev.tsv" in step.plan.notes[0]
    model = load(result.folder).model
    assert model.lm_head.weight is model.model.shared.weight


def test_the_record_names_no_folder_of_the_user(bert, labelled, tmp_path):
    learn = LEARN | {"train": str(labelled), "dev": str(labelled)}
    made(bert, tmp_path, NARROW, learn)
    for name in ("compression.json", "compression-report.json"):
        assert str(labelled.parent) not in (tmp_path / "small" / name).read_text()
    record = json.loads((tmp_path / "small/compression.json").read_text())
    assert record["steps"][1]["options"]["train"] == "dev.tsv"


def test_a_killed_compression_ends_as_it_would_have(bert, labelled, tmp_path, killed_at):
    given = {"train": str(labelled), "evaluation": labelled}
    made(bert, tmp_path, NARROW, LEARN, output=tmp_path / "whole", **given)
    killed_at(5)
    with pytest.raises(KeyboardInterrupt):
        made(bert, tmp_path, NARROW, LEARN, **given)
    assert not (tmp_path / "small").exists() and (tmp_path / "small.work").is_dir()
    made(bert, tmp_path, NARROW, LEARN, **given)
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize(
    ("machine", "taken"), [(FAST, "bf16"), (SLOW, "fp32"), (OLD, "fp32")], ids=lambda e: str(e)[:9]
)
def test_the_record_says_what_auto_came_to(bert, labelled, tmp_path, monkeypatch, machine, taken):
    monkeypatch.setattr(finetune, "METHOD", Finetune(machine))
    given = {"train": str(labelled), "evaluation": labelled}
    made(bert, tmp_path, LEARN | {"arithmetic": "auto"}, **given)
    record = json.loads((tmp_path / "small/compression.json").read_text())
    assert record["steps"][0]["options"]["arithmetic"] == taken
    assert f"auto took {taken}" in record["steps"][0]["notes"][1]
    assert load(tmp_path / "small").architecture == "BertForSequenceClassification"


def test_a_plan_says_what_auto_would_come_to(bert, labelled, tmp_path, monkeypatch):
    monkeypatch.setattr(finetune, "METHOD", Finetune(FAST))
    data = {"train": str(labelled), "dev": str(labelled), "arithmetic": "auto"}
    options = CompressOptions(str(bert), written(tmp_path, LEARN | data), tmp_path / "small")
    (step,) = plan_compression(options).steps
    assert "auto took bf16: a step in bf16 took 0.40 times" in step.plan.notes[1]


def test_a_killed_compression_goes_on_as_auto_began_it(bert, labelled, tmp_path, monkeypatch):
    given = {"train": str(labelled), "evaluation": labelled}
    learn = LEARN | {"arithmetic": "auto"}
    monkeypatch.setattr(finetune, "METHOD", Finetune(FAST))
    made(bert, tmp_path, learn, output=tmp_path / "whole", **given)
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(GoalTrainer, "_save_checkpoint", _killed_after_the_first())
        made(bert, tmp_path, learn, **given)
    monkeypatch.setattr(finetune, "METHOD", Finetune(OLD))
    with pytest.warns(Advice, match="computes in bf16, which takes 12.0 times as long as fp32"):
        result = made(bert, tmp_path, learn, **given)
    (step,) = result.steps
    assert step.plan.options["arithmetic"] == "bf16"
    assert "bf16, in which auto began this run" in step.plan.notes[1]
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def _killed_after_the_first():
    save = GoalTrainer._save_checkpoint

    def saved(trainer, *given, **named):
        save(trainer, *given, **named)
        raise KeyboardInterrupt

    return saved


def test_bf16_where_it_is_slower_is_done_and_said(bert, labelled, tmp_path, monkeypatch):
    monkeypatch.setattr(finetune, "METHOD", Finetune(SLOW))
    given = {"train": str(labelled), "evaluation": labelled}
    with pytest.warns(Advice, match="bf16, which takes 9.5 times as long as fp32 on a slow one"):
        (step,) = made(bert, tmp_path, LEARN | {"arithmetic": "bf16"}, **given).steps
    assert step.plan.options["arithmetic"] == "bf16" and "9.5 times" in step.plan.notes[1]


def test_the_seed_of_the_command_is_that_of_the_step(bert, labelled, tmp_path):
    given = {"train": str(labelled), "evaluation": labelled}
    for seed in (0, 1):
        made(bert, tmp_path, LEARN, output=tmp_path / f"by-command-{seed}", seed=seed, **given)
    made(bert, tmp_path, LEARN | {"seed": 1}, output=tmp_path / "by-step", **given)
    zero, one, step = (
        load_file(tmp_path / name / "model.safetensors")["classifier.weight"]
        for name in ("by-command-0", "by-command-1", "by-step")
    )
    assert torch.equal(one, step) and not torch.equal(zero, one)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "nothing to learn from: give --train FILE"),
        ({"arithmetic": "fp16"}, "arithmetic is 'fp16'; it can be auto, fp32, bf16"),
        ({"train": "{labelled}"}, "nothing to measure itself on: give --eval FILE"),
        ({"train": "no/such.tsv"}, "no/such.tsv is no file, and no data set"),
        ({"train": "{parallel}"}, "one column named text or sentence is needed"),
    ],
)
def test_a_plan_looks_at_the_data(bert, labelled, parallel, tmp_path, keys, said):
    files = {"labelled": labelled, "parallel": parallel}
    given = {key: value.format(**files) for key, value in keys.items()}
    recipe = written(tmp_path, LEARN | given)
    with pytest.raises(Refused, match=f"step 1 .finetune.: .*{said}"):
        plan_compression(CompressOptions(str(bert), recipe, tmp_path / "small"))


def test_one_layer_for_all_cannot_be_left_out(albert, labelled, tmp_path):
    with pytest.raises(Refused, match="are one layer: none can be left out; leave layer_drop out"):
        made(
            albert,
            tmp_path,
            LEARN | {"layer_drop": 0.2},
            train=str(labelled),
            evaluation=labelled,
        )


def test_a_model_learns_with_layers_left_out(bert, labelled, tmp_path):
    given = {"train": str(labelled), "evaluation": labelled}
    states = []
    for rate in (0.0, 0.5):
        folder = tmp_path / str(rate)
        folder.mkdir()
        result = made(bert, folder, LEARN | {"layer_drop": rate}, **given)
        states.append(load(result.folder).model.state_dict())
    plain, dropped = states
    assert plain.keys() == dropped.keys()
    assert not all(torch.equal(plain[name], dropped[name]) for name in plain)
