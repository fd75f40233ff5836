"""prune-heads: what a head is worth, which ones go, and that nothing else changes."""

import copy
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import torch
from transformers import BertForSequenceClassification

from exporters.errors import Refused
from exporters.families.registry import attentions_of
from mobilec.checkpoint.load import load
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.compression.structure.heads import Gates, groups_of, importance
from mobilec.evaluation.pytorch import measured
from tests import models, translation_models
from tests.exporters.families.pruned import silenced
from tests.mobilec.compression.conftest import made
from tests.mobilec.compression.methods.test_linear_methods import batches, logits

PRUNE = method_of("prune-heads")


def done(model, folder, given=None, **keys):
    small = copy.deepcopy(model)
    context = Context("text-classification", folder, calibration=given or batches())
    options = parsed(PRUNE.options, keys, "prune-heads")
    plan = PRUNE.plan(small, options, context)
    PRUNE.apply_(small, plan, context)
    return plan, small, json.loads((folder / "heads-1.json").read_text())["layers"]


def stays(layers):
    return {layer["path"]: layer["stay"] for layer in layers}


def unpruned(model, layers):
    """The dense model whose other heads are not listened to."""
    stay = stays(layers) | {path: row["stay"] for row in layers for path in row["also"]}
    return silenced(model, {at: stay[at.path] for at in attentions_of(model)})


def test_to_keep_all_changes_nothing(tmp_path):
    for model in (models.tiny("bert"), translation_models.tiny("marian")):
        given = batches(labels=not model.config.is_encoder_decoder, decoder=True)
        given = batches() if not model.config.is_encoder_decoder else pairs()
        plan, small, _ = done(model, tmp_path, given, keep=1.0)
        assert plan.before == plan.after
        torch.testing.assert_close(logits(small), logits(model), rtol=0, atol=0)


def pairs():
    """Calibration data of a translator."""
    given = batches(labels=False, decoder=True)
    for batch in given.batches:
        batch["labels"] = batch["decoder_input_ids"].clone()
    return given


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("bert", models),
        ("albert", models),
        ("t5", translation_models),
        ("marian_nmt", translation_models),
    ],
)
def test_what_is_left_is_the_model_that_does_not_hear_the_others(name, of, tmp_path):
    model = of.tiny(name)
    given = pairs() if of is translation_models else None
    plan, small, layers = done(model, tmp_path, given, keep=0.5)
    torch.testing.assert_close(logits(small), logits(unpruned(model, layers)), atol=2e-4, rtol=1e-4)
    assert not torch.allclose(logits(small), logits(model), atol=1e-3)
    gone = sum(p.numel() for p in model.parameters()) - sum(p.numel() for p in small.parameters())
    assert gone == plan.before.parameters - plan.after.parameters > 0


def test_the_importance_is_the_slope_by_the_gate(tmp_path):
    """Against the second form of the paper's equation, and against a difference quotient."""
    model = models.tiny("bert").double()
    groups, (batch, *_) = groups_of(model), batches().batches
    gates = Gates(groups)
    found = importance(model, gates, [batch])
    for group in groups:
        (at,) = group.maps
        seen = {}
        layer = model.get_submodule(at.output)
        hook = layer.register_forward_pre_hook(
            lambda _, given, seen=seen: seen.setdefault("x", given[0]).retain_grad()
        )
        model(**batch).loss.backward()
        hook.remove()
        per_number = (seen["x"] * seen["x"].grad).sum((0, 1))
        second_form = per_number.reshape(at.heads, at.width).sum(1).abs()
        torch.testing.assert_close(found[group.path].double(), second_form, atol=1e-6, rtol=1e-3)
    step, group = 1e-3, groups[1]
    losses = []
    for value in (1 - step, 1 + step):
        with torch.no_grad():
            gates.values[group.path][2] = value
        with gates.installed(model), torch.no_grad():
            losses.append(float(model(**batch).loss))
    slope = abs(losses[1] - losses[0]) / (2 * step)
    assert slope == pytest.approx(float(found[group.path][2]), rel=1e-2, abs=1e-6)


def test_a_head_that_nobody_hears_goes_first(tmp_path):
    model = models.tiny("bert")
    first, second = attentions_of(model)
    for at, head in ((first, 2), (second, 0)):
        columns = at.columns([head])[at.output]
        model.get_submodule(at.output).weight.data[:, columns] = 0
    _, small, layers = done(model, tmp_path, keep=0.75)
    assert stays(layers) == {first.path: [0, 1, 3], second.path: [1, 2, 3]}
    torch.testing.assert_close(logits(small), logits(model), atol=2e-5, rtol=1e-4)


def test_a_number_is_of_each_layer_and_planned_without_weights(tmp_path):
    config = models.tiny("bert").config
    with torch.device("meta"):
        empty = BertForSequenceClassification(config)
    options = parsed(PRUNE.options, {"keep": 1}, "prune-heads")
    assert not PRUNE.reads(options)
    assert PRUNE.reads(parsed(PRUNE.options, {"keep": 0.5}, ""))
    assert not PRUNE.reads(parsed(PRUNE.options, {"keep": 0.5, "within": "layer"}, ""))
    planned = PRUNE.plan(empty, options, Context("", tmp_path, calibration=batches()))
    plan, small, layers = done(models.tiny("bert"), tmp_path, keep=1)
    assert planned.edits == plan.edits
    assert planned.seats == plan.seats
    assert [len(heads) for heads in stays(layers).values()] == [1, 1]
    assert [at.heads for at in attentions_of(small)] == [1, 1]


def test_one_layer_may_lose_more_than_another_but_keeps_the_least(tmp_path):
    model = models.tiny("bert")
    first, second = attentions_of(model)
    model.get_submodule(second.output).weight.data *= 1e-3
    _, _, layers = done(model, tmp_path, keep=0.5, normalize=False)
    assert [len(heads) for heads in stays(layers).values()] == [3, 1]
    _, _, layers = done(model, tmp_path, keep=0.5, normalize=False, least=2)
    assert [len(heads) for heads in stays(layers).values()] == [2, 2]
    _, _, layers = done(model, tmp_path, keep=0.5, within="layer")
    assert [len(heads) for heads in stays(layers).values()] == [2, 2]


def test_roles_and_patterns_choose_attentions(tmp_path):
    model = translation_models.tiny("marian")
    _, small, layers = done(model, tmp_path, pairs(), keep=2, roles=["cross"])
    assert [layer["role"] for layer in layers] == ["cross", "cross"]
    assert [at.heads for at in attentions_of(small)] == [4, 4, 4, 4, 2, 2]
    keys = {"keep": 2, "layers": {"*.encoder.layers.0.*": None, "*.encoder.*": {}}}
    _, small, _ = done(model, tmp_path, pairs(), **keys)
    assert [at.heads for at in attentions_of(small)] == [4, 2, 4, 4, 4, 4]


def test_in_rounds_no_head_comes_back(tmp_path):
    model = models.tiny("bert")
    _, small, layers = done(model, tmp_path, keep=0.5, rounds=4)
    assert sum(len(heads) for heads in stays(layers).values()) == 4
    torch.testing.assert_close(logits(small), logits(unpruned(model, layers)), atol=2e-4, rtol=1e-4)


def test_on_development_data(bert, labelled, tmp_path):
    """The metric without each head, and the head that is best alone: by masking in the model that
    is loaded again, which has no gates."""
    step = {"method": "prune-heads", "keep": 1, "by": "dev", "masked": True}
    result = made(bert, tmp_path, step, data=labelled, evaluation=labelled)
    found = json.loads((result.folder / "heads-1.json").read_text())
    whole = found["without"]["value"]
    assert found["without"]["metric"] == found["alone"]["metric"] == "accuracy"
    assert whole == result.quality.before["accuracy"]
    for layer in found["layers"]:
        assert layer["stay"] == [layer["alone"].index(max(layer["alone"]))]
        assert len(layer["without"]) == 4
    model = load(bert).model
    kept = {at: [0, 1, 3] for at in attentions_of(model)[:1]}
    masked = replace(load(bert), model=silenced(model, kept))
    said = measured(masked, labelled).score.values["accuracy"]
    assert found["layers"][0]["without"][2] == pytest.approx(said)
    drawn = ElementTree.parse(result.folder / "heads-1.svg").getroot()
    titles = [title.text for title in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == 8
    assert sum(1 for _ in drawn.iter("{http://www.w3.org/2000/svg}path")) == 6, "three of four go"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"keep": 5}, "5 are to stay, and there are 4 heads in bert.encoder.layer.0"),
        ({"keep": 0}, "a share above 0 and at most 1"),
        ({"keep": "half"}, "a share above 0"),
        ({"keep": 0.25, "least": 2}, "2 of 8 heads are to stay, and 2 in each of 2 layers are 4"),
        ({"keep": 0.5, "within": "head"}, "it can be model, role, layer"),
        ({"keep": 0.5, "by": "dev"}, "it is for keep: 1"),
        ({"keep": 1, "by": "love"}, "it can be loss, dev"),
        ({"keep": 1, "by": "dev"}, "give --eval FILE"),
        ({"keep": 1, "masked": True}, "give --eval FILE"),
        ({"keep": 1, "roles": ["cross"]}, "no attention is left to prune; the model has those of"),
        ({"keep": 1, "roles": ["crss"]}, "each can be encoder, own, cross"),
        ({"keep": 1, "rounds": 0}, "rounds is 0"),
        ({"keep": 1, "layers": {"*.attn": {}}}, "matches no layer"),
        ({}, "needs keep"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert"), tmp_path, **keys)


def test_it_needs_data_with_labels_and_dense_layers(tmp_path):
    model, options = models.tiny("bert"), parsed(PRUNE.options, {"keep": 1}, "")
    with pytest.raises(Refused, match="needs calibration data"):
        PRUNE.plan(model, options, Context("", tmp_path))
    with pytest.raises(Refused, match="give labelled texts, or pairs"):
        done(model, tmp_path, batches(labels=False), keep=1)
    svd = method_of("svd")
    cut = svd.plan(model, parsed(svd.options, {"rank": 8}, ""), Context("", tmp_path))
    svd.apply_(model, cut, Context("", tmp_path))
    with pytest.raises(
        Refused, match="key is a low-rank-linear layer by now.*put prune-heads before"
    ):
        done(model, tmp_path, keep=1)
