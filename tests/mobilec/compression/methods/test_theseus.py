"""theseus: fewer layers learn in the place of those that there were."""

import json

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from tests import models, translation_models
from tests.mobilec.compression.conftest import made, written
from tests.mobilec.compression.methods.test_finetune import LEARN

SHIP = LEARN | {"method": "theseus", "encoder": 2, "epochs": 2}


@pytest.fixture(scope="session")
def deep(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dense") / "deep"
    models.tiny("bert", num_hidden_layers=4).save_pretrained(folder)
    models.tokenizer(0).save_pretrained(folder)
    return folder


def test_a_classifier_of_half_of_the_layers_learns(deep, labelled, tmp_path):
    step = SHIP | {"epochs": 24, "save_steps": 24, "rate": 0.3, "until": 0.5}
    given = {"train": str(labelled), "evaluation": labelled}
    result = made(deep, tmp_path, step, **given)
    assert result.quality.after["accuracy"] > 0.8 > result.quality.before["accuracy"]
    model = load(result.folder).model
    assert (len(model.bert.encoder.layer), model.config.num_hidden_layers) == (2, 2)
    (plan,) = (step.plan for step in result.steps)
    assert plan.notes[2] == (
        "2 successors in the encoder replace 2, 2 layers with the chance 0.3 growing to 1, all of "
        "them after 50% of the steps"
    )
    assert [seat.note for seat in plan.seats] == ["2 of 4 layers stay"]
    assert plan.after.parameters < plan.before.parameters


def test_a_translator_has_a_map_for_each_stack(parallel, tmp_path):
    """Both losing layers, the sizes of one of them named."""
    layers = {"encoder_layers": 3, "decoder_layers": 2}
    dense = tmp_path / "deep"
    translation_models.tiny("marian", **layers).save_pretrained(dense)
    translation_models.tokenizer("marian").save_pretrained(dense)
    step = SHIP | {"encoder": [1, 2], "decoder": 1, "epochs": 12, "grows": False}
    result = made(dense, tmp_path, step, train=str(parallel), evaluation=parallel)
    model = load(result.folder).model.model
    assert (len(model.encoder.layers), len(model.decoder.layers)) == (2, 1)
    assert model.decoder.layers[0].self_attn.layer_idx == 0


@pytest.mark.parametrize(("start", "places"), [("every", (0, 2)), ("first", (0, 1))])
def test_successors_begin_as_layers_of_the_model(start, places, deep, labelled, tmp_path):
    step = SHIP | {"epochs": 1, "learning_rate": 1e-12, "weight_decay": 0.0, "start": start}
    result = made(deep, tmp_path, step, train=str(labelled), evaluation=labelled)
    one, other = (load(f).model.bert.encoder.layer for f in (result.folder, deep))
    for layer, place in zip(one, places, strict=True):
        torch.testing.assert_close(layer.state_dict(), other[place].state_dict())


def test_while_it_is_asked_what_both_use_stays(deep, labelled, tmp_path):
    step = SHIP | {"epochs": 1, "until": 1.0}
    result = made(deep, tmp_path, step, train=str(labelled), evaluation=labelled)
    one, other = (load(folder).model for folder in (result.folder, deep))
    assert torch.equal(one.classifier.weight, other.classifier.weight)
    alone = made(
        deep,
        tmp_path,
        step | {"until": 0.3},
        train=str(labelled),
        output=tmp_path / "other",
        evaluation=labelled,
    )
    assert not torch.equal(load(alone.folder).model.classifier.weight, other.classifier.weight)


def test_a_killed_run_ends_as_it_would_have(deep, labelled, tmp_path, killed_at):
    """Killed while layers are replaced by chance."""
    step = SHIP | {"epochs": 4, "save_steps": 3, "until": 0.8}
    given = {"train": str(labelled), "evaluation": labelled}
    made(deep, tmp_path, step, output=tmp_path / "whole", **given)
    killed_at(5)
    with pytest.raises(KeyboardInterrupt):
        made(deep, tmp_path, step, **given)
    made(deep, tmp_path, step, **given)
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_what_it_would_do_is_said_before_it_is_done(deep, labelled, tmp_path):
    recipe = written(tmp_path, SHIP)
    plan = plan_compression(
        CompressOptions(
            str(deep), recipe, tmp_path / "small", train=str(labelled), evaluation=labelled
        )
    )
    assert plan.after.parameters < plan.before.parameters
    edits = plan.steps[0].plan.edits
    assert json.loads(json.dumps([e.edit for e in edits])) == ["drop", "drop", "config"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"encoder": None}, "give encoder or decoder"),
        ({"encoder": 5}, "5 are to stay, and there are 4 layers"),
        ({"encoder": 4}, "as many successors as layers"),
        ({"encoder": [2, 3]}, r"successors \[2, 3\] replace 5 layers, and the encoder has 4"),
        ({"encoder": [2, 0]}, "say how many layers each successor replaces"),
        ({"decoder": 1}, "decoder is for models that have one"),
        ({"rate": 1.5}, "rate is 1.5; give a chance from 0 to 1"),
        ({"until": 0}, "until is 0.0; give a share above 0"),
        ({"start": "last"}, "it can be every, first"),
        ({"layer_drop": 0.2}, "leave layer_drop and sparsity out"),
    ],
)
def test_what_cannot_be_done_is_refused(deep, labelled, keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        made(deep, tmp_path, SHIP | keys, train=str(labelled), evaluation=labelled)
    assert not (tmp_path / "small").exists()


def test_layers_that_are_one_cannot_be_replaced(albert, labelled, tmp_path):
    with pytest.raises(Refused, match="are one layer: there is none that another could replace"):
        made(albert, tmp_path, SHIP, train=str(labelled), evaluation=labelled)
