"""prune-width: neurons and features that go, and a model that is what is left of it."""

import copy

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, T5ForConditionalGeneration

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.families.registry import attentions_of, feed_forwards_of
from exporters.tasks.names import CLASSIFICATION, TRANSLATION
from mobilec.checkpoint.load import load
from mobilec.compressed.untied import untie_, untied
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.compression.structure.width import width_cuts
from tests import models, translation_models
from tests.exporters.families.test_attention import NAMES, tiny
from tests.mobilec.compression.conftest import made
from tests.mobilec.compression.methods.test_linear_methods import batches, logits
from tests.mobilec.compression.methods.test_prune_heads import done as pruned_heads
from tests.mobilec.compression.methods.test_prune_heads import pairs

PRUNE = method_of("prune-width")


def done(model, folder, given=None, **keys):
    small = copy.deepcopy(model)
    data = pairs() if model.config.is_encoder_decoder else batches(labels=False)
    context = Context("text-classification", folder, calibration=given or data)
    plan = PRUNE.plan(small, parsed(PRUNE.options, keys, "prune-width"), context)
    PRUNE.apply_(small, plan, context)
    return plan, small


def count(model):
    return sum(p.numel() for p in model.parameters())


@pytest.mark.parametrize("name", NAMES)
def test_every_family_is_narrowed_and_captured(name, tmp_path):
    """Capture proves its program equal to the model that it is given."""
    model = tiny(name)
    # M2M100 computes its positions, and stores none of them.
    keys = {} if name == "m2m_100" else {"width": 0.5}
    plan, small = done(model, tmp_path, feed_forward=0.25, **keys)
    assert {at.neurons for at in feed_forwards_of(small)} == {32}
    assert count(model) - count(small) == plan.before.parameters - plan.after.parameters
    if keys:
        assert small.get_input_embeddings().embedding_dim in (16, 32)
        assert {at.heads for at in attentions_of(small)} == {4}
    task = TRANSLATION if model.config.is_encoder_decoder else CLASSIFICATION
    capture(small, task, CaptureOptions(24, max_target=12, hypotheses=2))


@pytest.mark.parametrize("name", ["bert", "albert", "modernbert", "t5-gated", "marian_nmt"])
def test_to_keep_all_changes_nothing(name, tmp_path):
    model = tiny(name)
    plan, small = done(model, tmp_path, feed_forward=1.0, width=1.0)
    assert not plan.seats
    torch.testing.assert_close(logits(small), logits(model), rtol=0, atol=0)


def test_neurons_that_nobody_reads_go_first_and_are_not_missed(tmp_path):
    for name in ("bert", "modernbert", "t5-gated", "marian_nmt"):
        model = tiny(name)
        for at in feed_forwards_of(model):
            dead = torch.arange(at.neurons) % 4 == 1
            model.get_submodule(at.output).weight.data[:, dead] = 0
        _, small = done(model, tmp_path, feed_forward=0.75)
        assert {at.neurons for at in feed_forwards_of(small)} == {96}
        torch.testing.assert_close(logits(small), logits(model), atol=2e-5, rtol=1e-4)


def test_a_silent_neuron_is_worth_nothing_whatever_reads_it(tmp_path):
    """What it says counts, not its weights alone."""
    model = models.tiny("bert")
    at = feed_forwards_of(model)[0]
    (wide,) = {part.path for part in at.made}
    model.get_submodule(wide).weight.data[:32] = 0
    model.get_submodule(wide).bias.data[:32] = 0
    model.get_submodule(at.output).weight.data[:, :32] *= 100
    keys = {"feed_forward": 0.75, "layers": {"*.layer.0": {}}}
    _, small = done(model, tmp_path, **keys)
    torch.testing.assert_close(logits(small), logits(model), atol=2e-5, rtol=1e-4)
    assert [each.neurons for each in feed_forwards_of(small)] == [96, 128]


def test_a_narrow_bert_is_the_bert_of_that_width(tmp_path):
    """transformers' own model of 48 features and 3 heads, with what is left in it."""
    fewer = pruned_heads(models.tiny("bert"), tmp_path, keep=3)[1]
    _, small = done(fewer, tmp_path, width=48, feed_forward=64)
    sizes = {**models.SIZES, "hidden_size": 48, "num_attention_heads": 3, "intermediate_size": 64}
    own = BertForSequenceClassification(BertConfig(**sizes)).eval()
    own.load_state_dict(small.state_dict())
    torch.testing.assert_close(logits(own), logits(small))


def test_a_narrow_t5_is_the_t5_of_that_width(tmp_path):
    model = translation_models.tiny("t5-gated")
    _, small = done(model, tmp_path, width=40, feed_forward=48)
    config = copy.deepcopy(model.config)
    config.d_model, config.d_ff = 40, 48
    own = T5ForConditionalGeneration(config).eval()
    untie_(own, untied(model))
    own.model_dim = model.model_dim  # by its root logits are divided, whatever the width became
    own.load_state_dict(small.state_dict())
    torch.testing.assert_close(logits(own), logits(small))


def test_the_features_that_matter_stay(tmp_path):
    """Features that nothing reads and whose norms give nothing are not among them."""
    model = models.tiny("bert")
    dead = [3, 17, 18, 40, 41, 42, 60, 63]
    for path, kept in width_cuts(model, tuple(range(64))).items():
        weight = model.get_submodule(path).weight.data
        if kept.inputs:
            weight[:, dead] = 0
    before = model.bert.embeddings.LayerNorm.weight.detach().clone()
    _, small = done(model, tmp_path, width=56)
    alive = [at for at in range(64) if at not in dead]
    assert torch.equal(small.bert.embeddings.LayerNorm.weight, before[alive])


def test_of_the_whole_model_layers_lose_as_they_matter(tmp_path):
    model = models.tiny("bert")
    first = feed_forwards_of(model)[0]
    model.get_submodule(first.output).weight.data[:, :112] *= 1e-3
    plan, small = done(model, tmp_path, feed_forward=0.5, within="model")
    left = [at.neurons for at in feed_forwards_of(small)]
    assert left[0] < left[1]
    assert abs(sum(left) - 128) <= 8
    assert f"{sum(left)} of 256 neurons stay" in plan.notes


@pytest.mark.parametrize("name", ["bert", "albert", "t5-gated", "mobilebert", "marian_nmt"])
def test_a_flat_network_has_a_neuron_for_each_feature_that_it_reads(name, tmp_path):
    model = tiny(name)
    _, small = done(model, tmp_path, flat=True, layers={"*": {}})
    for at in feed_forwards_of(small):
        first = small.get_submodule(at.made[0].path)
        assert at.neurons == first.in_features < 128
    number = next(iter(feed_forwards_of(small))).neurons
    _, same = done(model, tmp_path, feed_forward=number)
    torch.testing.assert_close(logits(small), logits(same), rtol=0, atol=0)


def test_a_flat_network_is_as_wide_as_what_is_left_of_the_model(tmp_path):
    _, small = done(models.tiny("bert"), tmp_path, flat=True, width=0.5)
    assert {at.neurons for at in feed_forwards_of(small)} == {32}
    with pytest.raises(Refused, match="flatter than flat: 32 neurons read 64 features"):
        done(models.tiny("bert", intermediate_size=32), tmp_path, flat=True)


def test_it_is_saved_and_loaded(bert, marian, labelled, parallel, tmp_path):
    for dense, data in ((bert, labelled), (marian, parallel)):
        step = {"method": "prune-width", "width": 0.5, "feed_forward": 0.5}
        result = made(dense, tmp_path / dense.name, step, data=data)
        small = load(result.folder).model
        assert count(small) == result.after.parameters < 0.6 * result.before.parameters
        assert logits(small).isfinite().all()


@pytest.fixture(autouse=True)
def folders(tmp_path):
    for name in ("tiny-bert", "tiny-marian"):
        (tmp_path / name).mkdir()


def test_it_is_planned_without_weights(tmp_path):
    model = models.tiny("bert")
    plan, _ = done(model, tmp_path, feed_forward=0.5, width=0.5)
    options = parsed(PRUNE.options, {"feed_forward": 0.5, "width": 0.5}, "")
    assert not PRUNE.reads(options)
    context = Context("", tmp_path, calibration=batches())
    assert PRUNE.plan(model.to("meta"), options, context).edits == plan.edits


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({}, "give feed_forward, flat or width"),
        ({"feed_forward": 129}, "129 are to stay, and there are 128 neurons in bert.encoder"),
        ({"width": 65}, "65 are to stay, and there are 64 features"),
        ({"width": 0.5, "within": "model"}, "within: model is of a share of feed_forward"),
        ({"feed_forward": 0.5, "within": "role"}, "it can be layer, model"),
        ({"width": 0.5, "layers": {"*": {}}}, "layers are those of feed_forward"),
        ({"feed_forward": 0.5, "layers": {"*.ffn": {}}}, "matches no layer"),
        ({"feed_forward": 0.5, "layers": {"*": None}}, "leaves every feed-forward network alone"),
        ({"feed_forward": 0.5, "multiple": 0}, "multiple is 0"),
        ({"flat": True, "feed_forward": 0.5}, "leave feed_forward out"),
        ({"flat": True, "within": "model"}, "within: model is of a share of feed_forward"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert"), tmp_path, **keys)


def test_models_that_cannot_be_narrowed(tmp_path):
    with pytest.raises(Refused, match="is computed, as wide as the model, and stored nowhere"):
        done(translation_models.tiny("m2m_100"), tmp_path, width=0.5)
    _, small = done(models.tiny("bert"), tmp_path, width=0.5)
    with pytest.raises(Refused, match="are 32 wide by now, and its configuration has 64"):
        done(small, tmp_path, width=0.5)
    model = models.tiny("bert")
    svd, at = method_of("svd"), Context("", tmp_path, calibration=batches())
    svd.apply_(model, svd.plan(model, parsed(svd.options, {"rank": 8}, ""), at), at)
    for keys in ({"width": 0.5}, {"feed_forward": 0.5}):
        with pytest.raises(Refused, match="low-rank-linear layer by now.*put prune-width before"):
            done(model, tmp_path, **keys)
    with pytest.raises(Refused, match="needs calibration data"):
        options = parsed(PRUNE.options, {"width": 0.5}, "")
        PRUNE.plan(models.tiny("bert"), options, Context("", tmp_path))


@pytest.mark.parametrize("name", ["bert", "marian_nmt"])
def test_what_is_fitted_says_more_of_what_all_said(name, tmp_path):
    """Half of the neurons, chosen and fitted to the others, against the loudest half: of texts that
    are as those that it was fitted to."""
    model, many = tiny(name), batches(labels=False, decoder=name != "bert", count=60)
    far = {}
    for fit in (False, True):
        _, small = done(model, tmp_path, many, feed_forward=0.5, fit=fit)
        assert {at.neurons for at in feed_forwards_of(small)} == {
            at.neurons // 2 for at in feed_forwards_of(model)
        }
        far[fit] = sum(apart(small, model, batch) for batch in many.batches[:9])
    assert far[True] < 0.7 * far[False]


def apart(one, other, batch):
    with torch.no_grad():
        return float((one(**batch).logits - other(**batch).logits).square().mean())


def test_neurons_that_say_one_thing_are_worth_one(tmp_path):
    """Each has a twin, which says the same: nothing is lost with half of them."""
    model = tiny("bert")
    with torch.no_grad():
        for at in feed_forwards_of(model):
            made, read = (model.get_submodule(p) for p in (at.made[0].path, at.output))
            half = at.neurons // 2
            made.weight[half:], made.bias[half:] = made.weight[:half], made.bias[:half]
            read.weight[:, half:] = 3 * read.weight[:, :half]
    _, small = done(model, tmp_path, feed_forward=0.5, fit=True)
    assert torch.allclose(logits(small), logits(model), atol=1e-2)


def test_a_fit_is_of_neurons(tmp_path):
    with pytest.raises(Refused, match="fit is of the neurons of each layer"):
        parsed(PRUNE.options, {"width": 0.5, "fit": True}, "prune-width")
    with pytest.raises(Refused, match="fit is of the neurons of each layer"):
        keys = {"feed_forward": 0.5, "within": "model", "fit": True}
        parsed(PRUNE.options, keys, "prune-width")
