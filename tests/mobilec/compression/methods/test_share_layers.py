"""share-layers: what is one, what it begins with, and that each layer is still passed."""

import copy

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.data.moments import mean_loss
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from tests import models, translation_models
from tests.mobilec.compression.conftest import made
from tests.mobilec.compression.methods.test_linear_methods import batches, logits

SHARE = method_of("share-layers")
DEEP = {"num_hidden_layers": 4}
QUERY = "bert.encoder.layer.{}.attention.self.query"
WIDE = "bert.encoder.layer.{}.intermediate.dense"
NORM = "bert.encoder.layer.{}.output.LayerNorm"


def done(model, folder, given=None, **keys):
    small = copy.deepcopy(model)
    context = Context("text-classification", folder, calibration=given)
    plan = SHARE.plan(small, parsed(SHARE.options, keys, "share-layers"), context)
    SHARE.apply_(small, plan, context)
    return plan, small


def groups(model, path, layers=4):
    """Which layers have the same module at a path."""
    held = [id(model.get_submodule(path.format(at))) for at in range(layers)]
    return [held.index(each) for each in held]


def count(model):
    return sum(p.numel() for p in model.parameters())


def alike(model):
    """The same model whose layers are copies of its first."""
    same = copy.deepcopy(model)
    first = same.bert.encoder.layer[0].state_dict()
    for layer in same.bert.encoder.layer:
        layer.load_state_dict(first)
    return same


@pytest.mark.parametrize("start", ["mean", "first", "best"])
@pytest.mark.parametrize("norms", [True, False])
def test_layers_that_are_alike_lose_nothing(start, norms, tmp_path):
    model = alike(models.tiny("bert", **DEEP))
    plan, small = done(model, tmp_path, batches(), start=start, norms=norms)
    torch.testing.assert_close(logits(small), logits(model), atol=1e-5, rtol=1e-5)
    assert count(model) - count(small) == plan.before.parameters - plan.after.parameters
    assert plan.before.multiply_adds == plan.after.multiply_adds


def test_what_is_shared_is_what_was_asked(tmp_path):
    model = models.tiny("bert", **DEEP)
    _, small = done(model, tmp_path)
    assert groups(small, QUERY) == groups(small, WIDE) == [0, 0, 0, 0]
    assert groups(small, NORM) == [0, 1, 2, 3]
    _, small = done(model, tmp_path, what="attention", every=2)
    assert (groups(small, QUERY), groups(small, WIDE)) == ([0, 0, 2, 2], [0, 1, 2, 3])
    _, small = done(model, tmp_path, what="feed-forward", cycle=2, norms=True)
    assert (groups(small, QUERY), groups(small, WIDE)) == ([0, 1, 2, 3], [0, 1, 0, 1])
    assert groups(small, NORM) == [0, 1, 0, 1]


def test_biases_may_be_their_own(tmp_path):
    model = models.tiny("bert", **DEEP)
    plan, small = done(model, tmp_path, what="attention", biases=False)
    first, second = (small.get_submodule(QUERY.format(at)) for at in (0, 1))
    assert first is not second
    assert first.weight is second.weight
    old = model.get_submodule(QUERY.format(1)).bias
    assert torch.equal(second.bias, old)
    assert not torch.equal(first.bias, second.bias)
    gone = count(model) - count(small)
    assert gone == plan.before.parameters - plan.after.parameters == 3 * 4 * 64 * 64


def test_the_mean_is_that_of_the_weights_and_first_is_the_first(tmp_path):
    model = models.tiny("bert", **DEEP)
    weights = [model.get_submodule(WIDE.format(at)).weight for at in range(4)]
    _, small = done(model, tmp_path, every=2)
    shared = small.get_submodule(WIDE.format(3)).weight
    torch.testing.assert_close(shared, (weights[2] + weights[3]) / 2)
    _, small = done(model, tmp_path, every=2, start="first")
    assert torch.equal(small.get_submodule(WIDE.format(3)).weight, weights[2])


def test_the_best_is_the_one_of_the_least_loss(tmp_path):
    """Against each layer in the place of all, whose norms stay their own."""
    model, given = models.tiny("bert", **DEEP), batches()
    losses = []
    for at in range(4):
        other = copy.deepcopy(model)
        chosen = {
            name: tensor
            for name, tensor in model.bert.encoder.layer[at].state_dict().items()
            if "LayerNorm" not in name
        }
        for layer in other.bert.encoder.layer:
            layer.load_state_dict(chosen, strict=False)
        losses.append(mean_loss(other, given.batches))
    _, small = done(model, tmp_path, given, start="best")
    assert mean_loss(small, given.batches) == pytest.approx(min(losses), rel=1e-4)
    assert min(losses) < losses[0] or losses.index(min(losses)) == 0


def test_a_translators_stacks_are_shared_each_or_together(tmp_path):
    for name in ("marian", "t5"):
        model = translation_models.tiny(name)
        each, one = (
            done(model, tmp_path, together=t, every=1 if t else None) for t in (False, True)
        )
        assert "4 layers become 2" in each[0].notes[0]
        assert "4 layers become 2" in one[0].notes[0]
        for plan, small in (each, one):
            assert count(model) - count(small) == plan.before.parameters - plan.after.parameters
            logits(small)


def test_encoder_and_decoder_have_one_layer_but_for_the_source(tmp_path):
    _, small = done(translation_models.tiny("marian"), tmp_path, together=True, every=1)
    encoder, decoder = small.model.encoder.layers[1], small.model.decoder.layers[1]
    assert encoder.self_attn.q_proj is decoder.self_attn.q_proj
    assert encoder.fc2 is decoder.fc2
    assert encoder.self_attn is not decoder.self_attn, "each has a place of its own in a cache"
    crosses = [layer.encoder_attn.k_proj for layer in small.model.decoder.layers]
    assert crosses[0] is not crosses[1]
    assert encoder.fc1 is not small.model.encoder.layers[0].fc1


def test_a_recurrent_decoder_shares_its_cells(tmp_path):
    model = translation_models.tiny("marian_nmt", encoder_layers=2)
    _, small = done(model, tmp_path, stacks=["decoder"])
    first, second = small.model.decoder.layers
    assert first.self_attn.forget_gate is second.self_attn.forget_gate
    assert first.self_attn.layer_idx != second.self_attn.layer_idx
    ids = torch.arange(5, 15)[None]
    asked = {"max_new_tokens": 6, "num_beams": 1, "do_sample": False}
    cached = small.generate(ids, **asked)
    assert torch.equal(cached, small.generate(ids, use_cache=False, **asked))


@pytest.mark.parametrize("keys", [{}, {"biases": False}])
def test_it_is_saved_once_and_loaded(bert, tmp_path, keys):
    result = made(bert, tmp_path, {"method": "share-layers", **keys})
    small = load(result.folder).model
    assert count(small) == result.after.parameters < result.before.parameters
    layers = small.bert.encoder.layer
    assert layers[0].intermediate.dense.weight is layers[1].intermediate.dense.weight
    assert (layers[0].intermediate.dense is layers[1].intermediate.dense) == (not keys)
    stored = sum(p.numel() * 4 for p in small.parameters())
    assert (result.folder / "model.safetensors").stat().st_size < 1.05 * stored


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"every": 3}, "every is 3, which does not divide the 4 layers of the encoder"),
        ({"cycle": 5}, "cycle is 5, which does not divide"),
        ({"every": 0}, "every is 0"),
        ({"every": 1}, "each layer would be one by itself"),
        ({"every": 2, "cycle": 2}, "give one of them"),
        ({"what": "norms"}, "it can be all, attention, feed-forward"),
        ({"start": "last"}, "it can be mean, first, best"),
        ({"stacks": ["decoder"]}, "this model has no decoder"),
        ({"stacks": ["both"]}, "each can be encoder, decoder"),
        ({"together": True}, "this model has one stack"),
        ({"together": True, "norms": True}, "their norms stay their own"),
        ({"start": "best"}, "which layer loses least in the place of all needs calibration data"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert", **DEEP), tmp_path, **keys)


def test_layers_that_cannot_be_one(tmp_path):
    with pytest.raises(Refused, match="the 2 layers of this albert are one layer already"):
        done(models.tiny("albert"), tmp_path)
    model = translation_models.tiny("mbart")
    with pytest.raises(Refused, match="there are 2 and 3"):
        done(model, tmp_path, together=True)
    model = models.tiny("bert")
    svd, at = method_of("svd"), Context("", tmp_path)
    svd.apply_(model, svd.plan(model, parsed(svd.options, {"rank": 8}, ""), at), at)
    with pytest.raises(Refused, match="is a low-rank-linear layer by now; put share-layers before"):
        done(model, tmp_path)
    model = models.tiny("bert")
    pruned = method_of("prune-heads")
    keys = {"keep": 2, "layers": {"*.layer.0.*": {}}}
    context = Context("", tmp_path, calibration=batches())
    plan = pruned.plan(model, parsed(pruned.options, keys, ""), context)
    pruned.apply_(model, plan, context)
    with pytest.raises(Refused, match="have other sizes: they cannot be one"):
        done(model, tmp_path)
