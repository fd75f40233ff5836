"""shared-tucker: the published counts, what is shared, and what norms do."""

import copy
import re

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification

from exporters.errors import Refused
from mobilec.checkpoint.once import fill_, stored_once
from mobilec.compressed.rebuild import rebuild_
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from tests import models
from tests.mobilec.compression.methods.test_linear_methods import TINY, context, done, logits

NAME = "shared-tucker"


@pytest.mark.parametrize(
    ("keys", "least", "most"),
    [
        ({"form": "IV", "width": 384, "bank": 72}, 11.5e6, 12.5e6),
        ({"form": "IV", "width": 128, "bank": 36}, 1e6, 2e6),
        ({"form": "III", "width": 64}, 1e6, 2e6),
    ],
)
def test_published_counts_of_bert_base(keys, least, most):
    """86 M in encoder and pooler; Ren, Wang et al. 2022, table 1: about 12 M, and under 2 M."""
    with torch.device("meta"):
        model = BertForSequenceClassification(BertConfig())
    assert 85.5e6 < _encoder(model) < 86e6
    plan = method_of(NAME).plan(model, parsed(method_of(NAME).options, keys, NAME), context())
    before = _encoder(model)
    rebuild_(model, plan.edits)
    assert least < _encoder(model) < most
    assert before - _encoder(model) == plan.before.parameters - plan.after.parameters


def _encoder(model: BertForSequenceClassification) -> int:
    bert = model.bert
    return sum(p.numel() for part in (bert.encoder, bert.pooler) for p in part.parameters())


@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize(
    "keys",
    [
        {"form": "II", "width": 64},
        {"form": "III", "width": 64},
        {"form": "IV", "width": 64, "bank": 0},
    ],
)
def test_full_width_changes_nothing(keys, model):
    dense = TINY[model]()
    keys = keys | ({"bank": _pieces(dense)} if "bank" in keys else {})
    _, small, errors = done(dense, NAME, **keys)
    torch.testing.assert_close(logits(small), logits(dense), rtol=1e-2, atol=2e-3)
    assert max(error.weight for error in errors) < 1e-4


def _pieces(model) -> int:  # noqa: ANN001
    plan, _, _ = done(model, NAME, form="II", width=64)
    return sum(s.sizes["in_features"] * s.sizes["out_features"] for s in plan.replaced) // 64**2


@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize(
    "keys",
    [
        {"form": "II", "width": 8},
        {"form": "III", "width": 8},
        {"form": "IV", "width": 8, "bank": 4},
    ],
)
def test_it_can_be_rebuilt_with_its_factors_shared(keys, model):
    dense = TINY[model]()
    plan, small, _ = done(dense, NAME, **keys)
    again = copy.deepcopy(dense)
    rebuild_(again, plan.edits)
    fill_(again, stored_once(small), "test")
    assert torch.equal(logits(again), logits(small))
    assert not torch.allclose(logits(small), logits(dense), atol=1e-2)
    before, after = (sum(p.numel() for p in m.parameters()) for m in (dense, again))
    assert before - after == plan.before.parameters - plan.after.parameters
    shared = [m for m in again.modules() if type(m).__name__ == "SharedFactors"]
    assert len(shared) == len(plan.shared) == (0 if keys["form"] == "II" else 1)


def test_groups_have_factors_of_their_own():
    layers = {"*.encoder.*": "encoder", "*.decoder.*": "decoder", "*": None}
    plan, small, _ = done(TINY["marian"](), NAME, form="III", width=8, layers=layers)
    assert [shared.path for shared in plan.shared] == ["encoder", "decoder"]
    attention = small.model.encoder.layers[0].self_attn, small.model.decoder.layers[0].self_attn
    assert attention[0].q_proj.shared is attention[0].k_proj.shared
    assert attention[0].q_proj.shared is not attention[1].q_proj.shared


@pytest.mark.parametrize("budget", [0.5, "1/4"])
@pytest.mark.parametrize("keys", [{"form": "II"}, {"form": "III"}, {"form": "IV", "bank": 8}])
def test_a_budget_is_met_by_the_largest_width_that_can(keys, budget):
    dense = models.tiny("bert")
    share = 0.5 if budget == 0.5 else 0.25
    plan, small, _ = done(dense, NAME, budget=budget, **keys)
    width = plan.replaced[0].sizes["ranks"][0]
    assert _share(plan) <= share
    wider, _, _ = done(dense, NAME, width=width + 1, **keys)
    assert _share(wider) > share
    again = copy.deepcopy(dense)
    rebuild_(again, plan.edits)
    fill_(again, stored_once(small), "test")
    assert torch.equal(logits(again), logits(small))


def _share(plan) -> float:  # noqa: ANN001
    """Of the matrices: biases stay."""
    biases = sum(each.sizes["out_features"] for each in plan.replaced if each.sizes["bias"])
    return (plan.after.parameters - biases) / (plan.before.parameters - biases)


def test_a_large_matrix_does_not_take_the_factors_for_itself():
    """One matrix of 30 times the norm: without equal norms all others are lost."""
    model = models.tiny("bert")
    with torch.no_grad():
        model.bert.encoder.layer[0].attention.self.query.weight.mul_(30)
    errors = {}
    for normalize in (True, False):
        plan, _, found = done(model, NAME, form="III", width=24, normalize=normalize)
        errors[normalize] = [
            e.weight for e in found if "layer.0.attention.self.query" not in e.path
        ]
    assert sum(errors[True]) < 0.99 * sum(errors[False])
    (with_norms, without) = re.findall(r"(0\.\d+) with norms made equal, (0\.\d+)", plan.notes[1])[
        0
    ]
    assert float(with_norms) < float(without)
    assert "norms from" in plan.notes[0]
    assert all("norm" in seat.note for seat in plan.seats)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"form": "V", "width": 8}, "form is 'V'; it can be II, III, IV"),
        ({"form": "III", "width": 65}, "pieces of 64 x 64; ask for 64 or less"),
        ({"form": "III", "width": 0}, "the least is 1"),
        ({"form": "III"}, "give just one"),
        ({"form": "III", "width": 8, "budget": 0.5}, "give just one"),
        ({"form": "III", "budget": 3}, "budget is 3; give a share"),
        ({"form": "IV", "budget": 0.001, "bank": 8}, "cannot be met.*0.00403.*the nearest"),
        ({"form": "IV", "width": 8}, "form IV needs bank"),
        ({"form": "III", "width": 8, "bank": 4}, "the others have none"),
        ({"form": "IV", "width": 8, "bank": 99}, "which has 16 pieces"),
        ({"form": "III", "width": 8, "layers": {"*.query": 3}}, "3 is no name of a group"),
        ({"form": "III", "width": 8, "layers": {"*.qurey": "a"}}, "matches no layer"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert"), NAME, **keys)
