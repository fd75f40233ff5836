"""drop-layers: which layers stay, and that they are as they were."""

import copy
import json

import pytest
import torch
from torch import nn

from exporters.errors import Refused
from exporters.families.registry import stacks_of
from mobilec.checkpoint.load import load
from mobilec.compression.data.moments import mean_loss
from mobilec.compression.method import Context
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.compression.structure.layers import spread
from tests import models, translation_models
from tests.mobilec.compression.conftest import made, written
from tests.mobilec.compression.methods.test_linear_methods import batches, logits
from tests.mobilec.compression.methods.test_prune_heads import pairs

DROP = method_of("drop-layers")
DEEP = {"num_hidden_layers": 4}


def done(model, folder, given=None, **keys):
    small = copy.deepcopy(model)
    context = Context("text-classification", folder, calibration=given, work=folder)
    plan = DROP.plan(small, parsed(DROP.options, keys, "drop-layers"), context)
    DROP.apply_(small, plan, context)
    return plan, small


class Through(nn.Module):
    """What a layer is that does nothing: it gives on what it is given."""

    def __init__(self, layer):
        super().__init__()
        self.attention_type = getattr(layer, "attention_type", None)
        self.is_debertas = type(layer).__name__ == "DebertaV2Layer"

    def forward(self, hidden, *given, **named):  # noqa: ARG002
        return (hidden, None) if self.is_debertas else hidden


def silenced(model, role, stay):
    """The same model whose other layers do nothing."""
    whole = copy.deepcopy(model)
    (stack,) = (stack for stack in stacks_of(whole) if stack.role == role)
    for at in set(range(stack.layers)) - set(stay):
        layers = whole.get_submodule(stack.path)
        layers[at] = Through(layers[at])
    return whole


def test_every_other_one_is_that_of_the_paper():
    assert spread(6, 3) == (1, 3, 5)
    assert spread(12, 6) == (1, 3, 5, 7, 9, 11)
    assert spread(12, 3) == (3, 7, 11)
    assert spread(5, 5) == (0, 1, 2, 3, 4)
    assert [spread(7, stay)[-1] for stay in range(1, 8)] == [6] * 7


@pytest.mark.parametrize("name", ["bert", "distilbert", "roberta", "deberta-v2", "modernbert"])
def test_a_classifier_without_layers_is_one_whose_layers_do_nothing(name, tmp_path):
    model = models.tiny(name, **DEEP)
    plan, small = done(model, tmp_path, encoder=[0, 2])
    torch.testing.assert_close(logits(small), logits(silenced(model, "encoder", [0, 2])))
    assert not torch.allclose(logits(small), logits(model), atol=1e-3)
    gone = sum(p.numel() for p in model.parameters()) - sum(p.numel() for p in small.parameters())
    assert gone == plan.before.parameters - plan.after.parameters > 0
    assert small.config.num_hidden_layers == 2


def test_a_translator_has_a_depth_on_each_side(tmp_path):
    for name in ("marian", "marian_nmt"):
        model = translation_models.tiny(name, encoder_layers=4, decoder_layers=3)
        _, small = done(model, tmp_path, encoder=0.5, decoder=1)
        stays = silenced(silenced(model, "encoder", [1, 3]), "decoder", [2])
        torch.testing.assert_close(logits(small), logits(stays))
        assert (small.config.encoder_layers, small.config.decoder_layers) == (2, 1)


def test_what_is_left_is_saved_loaded_and_translates(tmp_path):
    model = translation_models.tiny("marian", encoder_layers=2, decoder_layers=3)
    dense = tmp_path / "dense"
    model.save_pretrained(dense)
    translation_models.tokenizer("marian").save_pretrained(dense)
    step = {"method": "drop-layers", "encoder": 1, "decoder": [0, 2]}
    small = load(made(dense, tmp_path, step).folder).model
    ids = torch.arange(5, 15)[None]
    whole = silenced(silenced(model, "encoder", [1]), "decoder", [0, 2])
    asked = {"max_new_tokens": 8, "num_beams": 2, "do_sample": False}
    said = small.generate(ids, **asked)
    torch.testing.assert_close(said, whole.generate(ids, use_cache=False, **asked))


def test_alberts_one_layer_is_passed_less_often(tmp_path):
    model = models.tiny("albert", **DEEP)
    plan, small = done(model, tmp_path, encoder=3)
    model.config.num_hidden_layers = 3
    torch.testing.assert_close(logits(small), logits(model))
    assert not plan.seats
    with pytest.raises(Refused, match="there is nothing to search for"):
        done(model, tmp_path, batches(), encoder=2, choose="search")
    assert "0, 1, 2 stay" in plan.notes[0]


def test_first_and_last(tmp_path):
    model = models.tiny("bert", **DEEP)
    for choose, stay in {"first": [0, 1], "last": [2, 3], "spread": [1, 3]}.items():
        _, small = done(model, tmp_path, encoder=2, choose=choose)
        torch.testing.assert_close(logits(small), logits(silenced(model, "encoder", stay)))


def test_a_search_finds_the_subset_of_the_least_loss(tmp_path):
    """Against every subset, each by a model whose other layers do nothing."""
    model, given = models.tiny("bert", **DEEP), batches()
    plan, small = done(model, tmp_path, given, encoder=2, choose="search")
    every = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    losses = [mean_loss(silenced(model, "encoder", stay), given.batches) for stay in every]
    best = every[losses.index(min(losses))]
    assert f"{best[0]}, {best[1]} stay" in plan.notes[0]
    assert mean_loss(small, given.batches) == pytest.approx(min(losses), rel=1e-4)
    (file,) = tmp_path.glob("layers-*.json")
    tried = json.loads(file.read_text())
    assert sorted(-loss for loss in tried.values()) == pytest.approx(sorted(losses), rel=1e-4)


def test_what_was_tried_is_not_tried_again_but_for_another_model(tmp_path, monkeypatch):
    model, given = models.tiny("bert", **DEEP), batches()
    asked = []
    name = "mobilec.compression.structure.search_layers.mean_loss"
    monkeypatch.setattr(name, lambda *_: asked.append(1) or float(len(asked)))
    done(model, tmp_path, given, encoder=2, choose="search")
    done(model, tmp_path, given, encoder=2, choose="search")
    assert len(asked) == 6
    model.classifier.weight.data += 1
    done(model, tmp_path, given, encoder=2, choose="search")
    assert len(asked) == 12


def test_of_many_layers_one_after_another_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("mobilec.compression.structure.search_layers.MOST", 5)
    model = models.tiny("bert", **DEEP)
    done(model, tmp_path, batches(), encoder=2, choose="search")
    (file,) = tmp_path.glob("layers-*.json")
    assert len(json.loads(file.read_text())) == 4 + 3


def test_a_search_on_development_data_and_a_plan_that_writes_nothing(bert, labelled, tmp_path):
    step = {"method": "drop-layers", "encoder": 1, "choose": "search", "by": "dev"}
    asked = CompressOptions(
        str(bert), written(tmp_path, step), tmp_path / "small", evaluation=labelled
    )
    before = sorted(tmp_path.rglob("*"))
    plan = plan_compression(asked)
    assert sorted(tmp_path.rglob("*")) == before
    result = made(bert, tmp_path, step, evaluation=labelled)
    assert plan.after == result.after
    assert plan.steps[0].plan.notes == result.steps[0].plan.notes


def test_it_is_planned_without_weights(tmp_path):
    model = models.tiny("bert", **DEEP)
    plan, _ = done(model, tmp_path, encoder=2)
    options = parsed(DROP.options, {"encoder": 2}, "")
    assert not DROP.reads(options)
    assert DROP.plan(model.to("meta"), options, Context("", tmp_path)).edits == plan.edits


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"encoder": 5}, "5 are to stay, and there are 4 layers in the encoder"),
        ({"encoder": [0, 4]}, "layer 4 is to stay, and the encoder has 4, numbered from 0"),
        ({"encoder": [2, 0]}, "each layer once, in order"),
        ({"encoder": []}, "name layers that stay by numbers from 0"),
        ({"encoder": "all"}, "a share above 0"),
        ({"decoder": 1}, "decoder is for models that have one; this one has encoder"),
        ({}, "give encoder or decoder"),
        ({"encoder": 2, "choose": "best"}, "it can be spread, first, last, search"),
        ({"encoder": 2, "by": "dev"}, "by does nothing without choose: search"),
        ({"encoder": 2, "choose": "search", "by": "dev"}, "give --eval FILE"),
        ({"encoder": 2, "choose": "search"}, "which layers are best needs calibration data"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert", **DEEP), tmp_path, **keys)


def test_the_layer_that_makes_the_bias_of_all_stays(tmp_path):
    model = translation_models.tiny("t5")
    with pytest.raises(Refused, match="block.0 makes the bias by distance for all layers"):
        done(model, tmp_path, pairs(), encoder=1)
    _, small = done(model, tmp_path, pairs(), encoder=1, choose="first")
    assert len(small.encoder.block) == 1
