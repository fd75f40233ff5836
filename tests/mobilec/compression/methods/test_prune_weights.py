"""prune-weights: the smallest numbers are zero, and stay it while the model learns."""

import copy
import json

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.method import Context
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.compression.recipe.keys import parsed
from mobilec.compression.registry import method_of
from mobilec.layers.zeros import of_kept_zeros
from mobilec.training.zeros import Schedule, share_of_zeros
from tests import models
from tests.mobilec.compression.conftest import made, written
from tests.mobilec.compression.methods.test_finetune import LEARN
from tests.mobilec.compression.methods.test_linear_methods import logits

PRUNE = method_of("prune-weights")
QUERY = "bert.encoder.layer.0.attention.self.query"
WIDE = "bert.encoder.layer.1.intermediate.dense"


def done(model, folder, **keys):
    small = copy.deepcopy(model)
    context = Context("text-classification", folder)
    plan = PRUNE.plan(small, parsed(PRUNE.options, keys, "prune-weights"), context)
    return plan, small, PRUNE.apply_(small, plan, context)


def shares(model):
    """Of zeros, by layer; those of words and of the classifier among them."""
    found = {p: m for p, m in model.named_modules() if isinstance(m, torch.nn.Linear)}
    return {path: share_of_zeros(module.weight) for path, module in found.items()}


def test_to_keep_all_changes_nothing(tmp_path):
    model = models.tiny("bert")
    _, small, errors = done(model, tmp_path, keep=1.0)
    assert torch.equal(logits(small), logits(model))
    assert {error.weight for error in errors} == {0.0}


def test_the_smallest_go_and_the_others_are_as_they_were(tmp_path):
    model = models.tiny("bert")
    plan, small, errors = done(model, tmp_path, keep=0.25)
    before, after = (m.get_submodule(QUERY).weight for m in (model, small))
    stays = after != 0
    assert int(stays.sum()) == 1024
    assert torch.equal(after[stays], before[stays])
    assert float(before[~stays].abs().max()) <= float(before[stays].abs().min())
    gone = before.detach().masked_fill(stays, 0)
    (error,) = (error for error in errors if error.path == QUERY)
    assert error.weight == pytest.approx(float(gone.norm() / before.norm()))
    assert plan.seats[0].note == "75% zeros"
    assert shares(small)["classifier"] == 0


def test_of_the_whole_model_larger_numbers_stay(tmp_path):
    model = models.tiny("bert")
    model.get_submodule(QUERY).weight.data *= 100
    _, small, _ = done(model, tmp_path, keep=0.5, within="model")
    found = shares(small)
    assert found[QUERY] < 0.05 < found[WIDE]
    chosen = [
        m.weight for p, m in small.named_modules() if ".layer." in p and hasattr(m, "in_features")
    ]
    zeros = sum(int((w == 0).sum()) for w in chosen) / sum(w.numel() for w in chosen)
    assert zeros == pytest.approx(0.5, abs=1e-3)


def test_patterns_have_shares_of_their_own(tmp_path):
    layers = {"*.attention.*": None, "*.layer.0.*": 0.9, "*": {}}
    _, small, _ = done(models.tiny("bert"), tmp_path, keep=0.5, layers=layers)
    found = shares(small)
    assert found[QUERY] == 0
    assert found["bert.encoder.layer.0.output.dense"] == pytest.approx(0.1, abs=1e-3)
    assert found[WIDE] == found["classifier"] == pytest.approx(0.5, abs=0.01)


def test_zeros_stay_while_the_model_learns(bert, labelled, tmp_path):
    step = {"method": "prune-weights", "keep": 0.25}
    given = {"train": str(labelled), "evaluation": labelled}
    result = made(bert, tmp_path, step, LEARN | {"epochs": 3}, **given)
    dense, small = load(bert).model, load(result.folder).model
    before, after = (m.get_submodule(QUERY).weight for m in (dense, small))
    assert share_of_zeros(after) == 0.75
    stays = after != 0
    assert float(before[~stays].abs().max()) <= float(before[stays].abs().min())
    assert not torch.allclose(after[stays], before[stays]), "what is there has learnt"
    assert len([*of_kept_zeros(small)]) == 12, "the record says that they stay"
    without = made(bert, tmp_path, LEARN, output=tmp_path / "dense", **given)
    assert share_of_zeros(load(without.folder).model.get_submodule(QUERY).weight) == 0


def test_the_schedule_is_that_of_the_paper():
    schedule = Schedule(last=0.8, part=0.5)
    assert [schedule.share(0.0, step, 20) for step in (0, 10, 15)] == pytest.approx([0, 0.8, 0.8])
    assert schedule.share(0.0, 5, 20) == pytest.approx(0.8 - 0.8 * 0.5**3)
    assert schedule.share(0.4, 5, 20) == pytest.approx(0.8 - 0.4 * 0.5**3)


def test_more_zeros_come_step_by_step(bert, labelled, tmp_path):
    step = LEARN | {"epochs": 4, "sparsity": 0.6, "sparse_after": 0.5}
    given = {"train": str(labelled), "evaluation": labelled}
    asked = CompressOptions(str(bert), written(tmp_path, step), tmp_path / "small", **given)
    plan = plan_compression(asked)
    result = made(bert, tmp_path, step, **given)
    assert plan.steps[0].plan.edits == result.steps[0].plan.edits
    small = load(result.folder).model
    assert {round(share_of_zeros(w), 3) for w in of_kept_zeros(small)} == {0.6}
    record = json.loads((result.folder / "compression.json").read_text())
    assert {edit["edit"] for edit in record["steps"][0]["edits"]} == {"zeros"}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"keep": 3}, "keep is 3; of numbers a share stays"),
        ({"keep": 0.5, "within": "role"}, "it can be layer, model"),
        ({"keep": 0.5, "layers": {"*.query": 4}}, "it takes a share"),
        ({"keep": 0.5, "within": "model", "layers": {"*.query": 0.1}}, "there is one for all"),
        ({"keep": 0.5, "layers": {"*.qurey": {}}}, "matches no layer"),
        ({}, "needs keep"),
    ],
)
def test_what_cannot_be_done_is_refused(keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert"), tmp_path, **keys)


def test_fewer_zeros_than_there_are(bert, labelled, tmp_path):
    steps = {"method": "prune-weights", "keep": 0.25}, LEARN | {"sparsity": 0.5}
    with pytest.raises(Refused, match="has 0.75 zeros already: zeros stay"):
        made(bert, tmp_path, *steps, train=str(labelled), evaluation=labelled)
    assert not (tmp_path / "small").exists()
