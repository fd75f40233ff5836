"""fixed-attention: a model whose heads are made to look where the patterns say, and has the rows
that ask for it, is the same model."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

from exporters.errors import Refused
from exporters.families.attention import ENCODER
from exporters.families.registry import attentions_of
from mobilec.checkpoint.load import load
from mobilec.compressed.edits import Replace
from mobilec.compressed.rebuild import rebuild_
from mobilec.compression.method import Context
from mobilec.compression.plan.costs import totals
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.layers.fixed_attention import FixedAttention
from tests import models, translation_models
from tests.mobilec.compression.conftest import made
from tests.mobilec.layers.patterns import expected

FIXED = method_of("fixed-attention")
CLASSIFIERS = ("bert", "electra", "roberta", "distilbert", "albert")
TRANSLATORS = ("marian", "marian_nmt", "bart", "mbart", "m2m_100")
CONTEXTS = ["left-context", "right-context", "end"]
CLOSE = {"atol": 1e-5, "rtol": 1e-4}
"""The same sums in another order."""


def tiny(name):
    return (translation_models if name in translation_models.FAMILIES else models).tiny(name).eval()


def done(model, **keys):
    small = copy.deepcopy(model)
    plan = planned(small, **keys)
    FIXED.apply_(small, plan, Context("", Path()))
    return plan, small


def planned(model, **keys):
    return FIXED.plan(model, parsed(FIXED.options, keys, "fixed-attention"), Context("", Path()))


def logits(model, tokens=11, padding=0):
    ids = torch.arange(5, 5 + tokens)[None]
    given = {
        "input_ids": torch.nn.functional.pad(ids, (0, padding), value=model.config.pad_token_id)
    }
    given["attention_mask"] = torch.nn.functional.pad(torch.ones_like(ids), (0, padding))
    if model.config.is_encoder_decoder:
        given["decoder_input_ids"] = ids[:, :3]
    with torch.inference_mode():
        return model(**given).logits


def forced(model, names):
    """The model whose encoder's first heads get the weights of the formula instead of theirs."""
    inside = {
        id(m.get_submodule(at.path))
        for m in [model]
        for at in attentions_of(m)
        if at.role == ENCODER
    }

    def attend(module, query, key, value, mask, scaling=None, **_):
        scores = (
            query @ key.transpose(2, 3) * (query.shape[-1] ** -0.5 if scaling is None else scaling)
        )
        weights = torch.softmax(scores if mask is None else scores + mask, dim=-1)
        if id(module) in inside:
            for head, name in enumerate(names):
                weights[:, head] = torch.from_numpy(expected(name, range(key.shape[2])))
        return (weights @ value).transpose(1, 2), None

    AttentionInterface.register("forced", attend)
    AttentionMaskInterface.register("forced", eager_mask)
    model.set_attn_implementation("forced")
    return model


@pytest.mark.parametrize("name", [*CLASSIFIERS, *TRANSLATORS])
@pytest.mark.parametrize("names", [CONTEXTS, ["next", "start", "last", "previous"]])
def test_it_is_the_model_whose_heads_are_made_to_look_there(name, names):
    model = tiny(name)
    _, small = done(model, patterns=names)
    found = logits(small)
    torch.testing.assert_close(found, logits(forced(model, names)), **CLOSE)
    model.set_attn_implementation("eager")
    assert not torch.allclose(found, logits(model), atol=1e-3)


@pytest.mark.parametrize("name", [*CLASSIFIERS, *TRANSLATORS])
def test_padding_changes_nothing_by_any_attention_of_transformers(name):
    _, small = done(tiny(name), patterns=CONTEXTS)
    wanted = logits(small)
    for attention in ("eager", "sdpa"):
        small.set_attn_implementation(attention)
        torch.testing.assert_close(logits(small, padding=4), wanted, **CLOSE)
    assert torch.isfinite(logits(small, tokens=2)).all()


@pytest.mark.parametrize("name", ["bert", "albert", "marian"])
def test_what_is_planned_is_what_it_costs(name):
    model = tiny(name)
    with torch.device("meta"):
        empty = type(model)(model.config)
    plan, small = done(model, patterns=CONTEXTS)
    assert planned(empty, patterns=CONTEXTS).edits == plan.edits
    before, after = totals(model), totals(small)
    asked = plan.before.parameters - plan.after.parameters
    assert before.parameters - after.parameters == asked > 0
    products = {
        at.products * at.heads * at.width * after.attention.tokens for at in attentions_of(model)
    }
    layers = before.attention.multiply_adds // products.pop()
    fixed = sum(1 for at in attentions_of(model) if at.role == ENCODER)
    # Three of four heads of the encoder have one product of two.
    share = 3 / 8 * (1 if name != "marian" else fixed / layers)
    assert after.attention.multiply_adds == before.attention.multiply_adds * (1 - share)
    assert before.multiply_adds - after.multiply_adds > 0


def test_seven_and_one_or_eight_of_eight_heads():
    config = {"num_attention_heads": 8, "hidden_size": 64}
    plan, small = done(models.tiny("bert", **config))
    seven = ("current", "previous", "next", "left-context", "right-context", "end", "start")
    assert {type(module) for module in small.modules()} >= {FixedAttention}
    assert [at.fixed for at in attentions_of(small)] == [7, 7]
    assert all(tuple(e.sizes["patterns"]) == seven for e in plan.replaced)
    plan, small = done(models.tiny("bert", **config), learnt=0)
    assert [at.fixed for at in attentions_of(small)] == [8, 8]
    assert not any(".query." in name for name, _ in small.named_parameters())
    assert all(tuple(e.sizes["patterns"]) == (*seven, "last") for e in plan.replaced)
    assert plan.after.parameters == 0
    _, small = done(models.tiny("bert", num_attention_heads=16, hidden_size=64))
    assert [at.fixed for at in attentions_of(small)] == [7, 7], "the others go on learning"


def test_rules_choose_attentions_and_their_patterns():
    model = tiny("marian")
    first, second = (at.path for at in attentions_of(model) if at.role == ENCODER)
    _, small = done(model, layers={first: ["last"], "*encoder.layers*": {}}, learnt=2)
    assert [at.fixed for at in attentions_of(small)] == [1, 2, 0, 0, 0, 0]
    _, small = done(model, layers={first: None, "*": {}})
    assert [at.fixed for at in attentions_of(small)] == [0, 3, 0, 0, 0, 0]


def test_layers_make_their_patterns_once_and_one_layer_goes_on_alone():
    model = tiny("bert")
    _, small = done(model, patterns=CONTEXTS)
    layers = [m for m in small.modules() if isinstance(m, FixedAttention)]
    assert len(layers) == 2 and layers[0].patterns is layers[1].patterns
    drop = method_of("drop-layers")
    plan = drop.plan(small, parsed(drop.options, {"encoder": 1}, ""), Context("", Path()))
    rebuild_(small, plan.edits)
    assert logits(small).shape == (1, 3)


def test_dropout_of_what_learns_alone_stays():
    model = models.tiny("bert", attention_probs_dropout_prob=0.5)
    _, small = done(model, patterns=CONTEXTS)
    layer = next(m for m in small.modules() if isinstance(m, FixedAttention)).train()
    x = torch.randn(1, 6, model.config.hidden_size)
    split = layer.fixed.width * 3
    one, other = layer(x)[0], layer(x)[0]
    torch.testing.assert_close(one[..., :split], other[..., :split], rtol=0, atol=0)
    assert not torch.allclose(one[..., split:], other[..., split:])


@pytest.mark.parametrize("others", [("svd", {"rank": 8}), ("prune-width", {"width": 0.75})])
def test_with_others_behind_it_and_loaded_again(others, bert, labelled, tmp_path):
    name, keys = others
    fixed = {"method": "fixed-attention", "patterns": CONTEXTS}
    result = made(bert, tmp_path, fixed, {"method": name, **keys}, data=labelled)
    small = load(result.folder).model
    assert [at.fixed for at in attentions_of(small)] == [3, 3]
    assert sum(p.numel() for p in small.parameters()) == result.after.parameters


def test_values_that_were_compressed_before_stay_what_they_are():
    model = tiny("marian")
    svd, context = method_of("svd"), Context("", Path())
    keys = {"rank": 8, "layers": ["*encoder*v_proj", "*encoder*out_proj"]}
    plan = svd.plan(model, parsed(svd.options, keys, ""), context)
    svd.apply_(model, plan, context)
    _, small = done(model, patterns=CONTEXTS)
    torch.testing.assert_close(logits(small), logits(forced(model, CONTEXTS)), **CLOSE)


@pytest.mark.parametrize(
    ("name", "keys", "message"),
    [
        ("bert", {"patterns": ["left"]}, "no pattern 'left'; did you mean .*left-context"),
        ("bert", {"layers": {"*": "end"}}, "give a list of current"),
        ("bert", {"layers": {"*": ["ends"]}}, "did you mean end"),
        ("bert", {"patterns": ["end"] * 5}, "5 patterns were asked for, and bert.*has 4 heads"),
        ("bert", {"learnt": 4}, "no head is to be fixed"),
        ("bert", {"learnt": -1}, "learnt is -1"),
        ("bert", {"layers": {"*.atention": {}}}, "matches no layer"),
        ("marian", {"layers": {"*decoder*": {}}}, "of a decoder; a decoder does not know what"),
        ("marian_nmt", {"layers": {"*encoder_attn": ["end"]}}, "attentions of a decoder"),
        ("mpnet", {}, "'mpnet' model cannot be given fixed heads: a bias by the distance"),
        ("deberta-v2", {}, "'deberta-v2' model cannot be given fixed heads: a bias by the dist"),
        ("t5", {}, "'t5' model cannot be given fixed heads: a bias by the distance"),
        ("mobilebert", {}, "'mobilebert' model .*two different inputs"),
        ("modernbert", {}, "'modernbert' model .*one matrix"),
    ],
)
def test_what_cannot_be_done_is_refused(name, keys, message):
    with pytest.raises(Refused, match=message):
        planned(tiny(name), **keys)


def test_it_is_done_once_and_after_what_wants_heads_and_before_what_takes_rows():
    model, context = tiny("bert"), Context("", Path())
    _, small = done(model, patterns=CONTEXTS)
    with pytest.raises(Refused, match="has 3 fixed heads by now"):
        planned(small)
    prune = method_of("prune-heads")
    with pytest.raises(Refused, match="put prune-heads before the step that fixed them"):
        prune.plan(small, parsed(prune.options, {"keep": 1}, ""), context)
    svd = method_of("svd")
    svd.apply_(model, svd.plan(model, parsed(svd.options, {"rank": 8}, ""), context), context)
    with pytest.raises(Refused, match="low-rank-linear layer by now.*put fixed-attention before"):
        planned(model)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"heads": 5}, "its value has .* rows, where its heads want"),
        ({"patterns": ["end"]}, "its query has"),
        ({"patterns": ["ends"]}, "each head can have one of current"),
        ({"value": "values"}, "BertSelfAttention has no values"),
        ({"patterns": "end"}, "should be a list"),
    ],
)
def test_a_record_that_does_not_fit_is_refused(change, message):
    model = tiny("bert")
    *narrow, replaced, _, _ = planned(model, patterns=CONTEXTS).edits
    assert isinstance(replaced, Replace)
    wrong = Replace(replaced.path, replaced.layer, replaced.sizes | change)
    with pytest.raises(Refused, match=message):
        rebuild_(copy.deepcopy(model), [*narrow, wrong])
    with pytest.raises(Refused, match="a fixed-attention does not take|has no"):
        rebuild_(model, [Replace("classifier", replaced.layer, replaced.sizes)])


def test_the_formula_bites():
    """A neighbouring pattern is no other's formula."""
    one, other = (expected(name, range(6)) for name in ("left-context", "end"))
    assert np.abs(one - other).max() > 0.1
