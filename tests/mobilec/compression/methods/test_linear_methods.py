"""svd, tensor-train and tucker: plans, what is lost, and what is refused."""

import copy
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertForSequenceClassification

from exporters.errors import Refused
from mobilec.checkpoint.once import fill_, stored_once
from mobilec.compressed.rebuild import rebuild_
from mobilec.compression.method import Context
from mobilec.compression.recipe.keys import parsed, plain
from mobilec.compression.registry import method_of
from tests import models, translation_models

TINY = {
    "bert": lambda: models.tiny("bert"),
    "albert": lambda: models.tiny("albert"),
    "marian": lambda: translation_models.tiny("marian"),
}
QUERY = "bert.encoder.layer.0.attention.self.query"


def batches(labels: bool = True, decoder: bool = False, count: int = 6) -> SimpleNamespace:
    """Calibration data as ``Context.calibration`` holds it."""
    made = []
    for seed in range(count):
        generator = torch.Generator().manual_seed(seed)
        ids = torch.randint(5, models.VOCABULARY, (1, 12), generator=generator)
        own = {"labels": torch.tensor([seed % 3])} if labels else {}
        own |= {"decoder_input_ids": ids.flip(1)[:, :7]} if decoder else {}
        made.append({"input_ids": ids, "attention_mask": torch.ones_like(ids)} | own)
    return SimpleNamespace(batches=tuple(made), texts=())


def context(calibration: SimpleNamespace | None = None) -> Context:
    return Context("text-classification", Path("nowhere"), calibration=calibration)


def done(model, name, given=None, **keys):  # noqa: ANN001, ANN003, ANN201
    """The plan, the compressed copy and its errors."""
    method, small = method_of(name), copy.deepcopy(model)
    options = parsed(method.options, keys, name)
    assert parsed(method.options, plain(options), name) == options
    plan = method.plan(small, options, context(given))
    return plan, small, method.apply_(small, plan, context(given))


def logits(model) -> torch.Tensor:  # noqa: ANN001
    ids = torch.arange(9)[None] + 5
    more = {"decoder_input_ids": ids[:, :4]} if model.config.is_encoder_decoder else {}
    with torch.no_grad():
        return model.eval()(input_ids=ids, **more).logits


@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize("name", ["svd", "tucker", "tensor-train"])
def test_full_rank_changes_nothing(name, model):
    dense = TINY[model]()
    _, small, errors = done(dense, name, rank={"energy": 1.0})
    torch.testing.assert_close(logits(small), logits(dense), rtol=1e-3, atol=1e-3)
    assert max(error.weight for error in errors) < 1e-5


@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize("name", ["svd", "tucker", "tensor-train"])
def test_what_is_applied_is_what_was_planned_and_can_be_rebuilt(name, model):
    dense = TINY[model]()
    plan, small, errors = done(dense, name, rank=0.4)
    before, after = (sum(p.numel() for p in m.parameters()) for m in (dense, small))
    assert before - after == plan.before.parameters - plan.after.parameters
    assert 0.35 < after_share(plan) < 0.45
    assert len(errors) == len(plan.seats) == len(plan.edits)
    again = copy.deepcopy(dense)
    rebuild_(again, plan.edits)
    fill_(again, stored_once(small), "test")
    assert torch.equal(logits(again), logits(small))
    assert not torch.allclose(logits(small), logits(dense), atol=1e-2)


def after_share(plan) -> float:  # noqa: ANN001
    """Parameters of the layers after over before, biases counted."""
    return plan.after.parameters / plan.before.parameters


def test_fixed_ranks_are_planned_without_weights():
    with torch.device("meta"):
        model = BertForSequenceClassification(BertConfig(**models.SIZES))
    for name in ("svd", "tucker", "tensor-train"):
        options = parsed(method_of(name).options, {"rank": 8}, name)
        assert not method_of(name).reads(options)
        assert len(method_of(name).plan(model, options, context()).seats) == 12
    assert method_of("svd").reads(parsed(method_of("svd").options, {"rank": {"energy": 1}}, ""))


def test_energy_keeps_what_it_says():
    plan, _, errors = done(models.tiny("bert"), "svd", rank={"energy": 0.8})
    assert all(error.weight**2 <= 0.2 + 1e-6 for error in errors)
    assert all(error.weight**2 > 0.15 for error in errors)
    assert all("of the energy" in seat.note for seat in plan.seats)


def test_weighting_by_activations_lowers_the_error_of_outputs():
    given = batches()
    _, _, plainly = done(models.tiny("bert"), "svd", given, rank=8)
    _, _, weighted = done(models.tiny("bert"), "svd", given, rank=8, weighted=True)
    pairs = [(a.output, b.output) for a, b in zip(plainly, weighted, strict=True)]
    assert all(b < a for a, b in pairs)
    assert sum(b for _, b in pairs) < 0.95 * sum(a for a, _ in pairs)


@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize("name", ["svd", "tucker", "tensor-train"])
def test_one_after_another_full_rank_changes_nothing(name, model):
    dense = TINY[model]()
    given = batches(labels=False, decoder=model == "marian")
    _, small, _ = done(dense, name, given, rank={"energy": 1.0}, sequential=True)
    torch.testing.assert_close(logits(small), logits(dense), rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("model", TINY)
def test_one_after_another_the_outputs_of_the_model_are_nearer(model):
    dense, given = TINY[model](), batches(labels=False, decoder=model == "marian", count=60)
    at_once, in_turn = (
        done(dense, "svd", given, rank=0.4, weighted=True, sequential=sequential)[1]
        for sequential in (False, True)
    )
    assert far(in_turn, dense, given) < 0.9 * far(at_once, dense, given)


def far(small, dense, given) -> float:  # noqa: ANN001
    """What the logits of calibration texts differ by, over what they are."""
    with torch.no_grad():
        pairs = [(small(**b).logits, dense(**b).logits) for b in given.batches]
    lost = sum(float((a - b).square().sum()) for a, b in pairs)
    return (lost / sum(float(b.square().sum()) for _, b in pairs)) ** 0.5


@pytest.mark.parametrize("sensitivity", ["weight", "output", "loss"])
@pytest.mark.parametrize("name", ["svd", "tensor-train", "tucker"])
def test_a_budget_is_met_and_shared_out_unevenly(name, sensitivity):
    if sensitivity == "loss" and name != "svd":
        pytest.skip("the loss is asked in the same way by all")
    model = models.tiny("bert")
    with torch.no_grad():
        values = model.bert.encoder.layer[0].attention.self.query.weight
        values.copy_(torch.outer(values[0], values[:, 0]))
    plan, _, _ = done(model, name, batches(), rank={"budget": "1/3"}, sensitivity=sensitivity)
    linears = {p: m for p, m in model.named_modules() if type(m) is nn.Linear and ".layer." in p}
    planned = {seat.path: seat.after.parameters for seat in plan.seats}
    dense = sum(m.weight.numel() for m in linears.values())
    now = sum(
        planned[p] - m.out_features if p in planned else m.weight.numel()
        for p, m in linears.items()
    )
    assert 0.30 * dense < now <= dense / 3
    assert len(set(planned.values())) > 2
    if sensitivity != "loss" and name != "tensor-train":
        assert planned[QUERY] == min(planned.values()), "a matrix of rank 1 needs no more"
    assert "budget 0.3333" in plan.notes[0]


def test_budgets_of_their_own_are_met_each_by_itself():
    layers = {"*.layer.0.*": {"budget": 0.5}, "*.layer.1.*": {"budget": 0.2}}
    plan, _, _ = done(models.tiny("bert"), "svd", rank=8, layers=layers, sensitivity="weight")
    assert [note.split(" of ")[0] for note in plan.notes] == ["budget 0.5", "budget 0.2"]


def test_padding_is_said():
    with_prime = models.tiny("bert", intermediate_size=101)
    plan, _, _ = done(with_prime, "tensor-train", rank=4, layers={"*.intermediate.dense": {}})
    assert "padded to 105 x 64" in plan.seats[0].note


@pytest.mark.parametrize(
    ("name", "keys", "message"),
    [
        ("svd", {"rank": 65}, "rank 65 was asked for .* a matrix of 64 x 64"),
        ("tucker", {"rank": [8, 65]}, "rank 65"),
        ("tensor-train", {"rank": [8, 8, 8]}, "3 numbers, and there are 2 places"),
        ("tensor-train", {"rank": 8, "cores": 5}, "cores is 5; a train has 2 to 4"),
        ("svd", {"rank": 0.001}, "cannot be met: at its smallest ranks it has 0.0312"),
        ("svd", {"rank": {"budget": 0.001}, "sensitivity": "weight"}, "which is the nearest"),
        ("svd", {"rank": {"budget": 0.5}}, "needs calibration data"),
        ("svd", {"rank": 8, "weighted": True}, "needs calibration data"),
        ("tucker", {"rank": 8, "sequential": True}, "one layer after another needs calibration"),
        ("svd", {"rank": 8, "sensitivity": "loss"}, "sensitivity does nothing without a budget"),
        ("svd", {"rank": {"budget": 0.5}, "sensitivity": "love"}, "weight, output, loss"),
        ("svd", {"rank": 8, "layers": {"*.qurey": {}}}, "matches no layer"),
        ("svd", {"rank": "much"}, "a share above 0"),
        ("svd", {}, "needs rank"),
    ],
)
def test_what_cannot_be_done_is_refused(name, keys, message):
    with pytest.raises(Refused, match=message):
        done(models.tiny("bert", num_hidden_layers=1), name, **keys)


def test_the_loss_needs_labels():
    with pytest.raises(Refused, match="needs calibration data with labels"):
        done(
            models.tiny("bert", num_hidden_layers=1),
            "svd",
            batches(labels=False),
            rank={"budget": 0.5},
            sensitivity="loss",
        )


def test_a_model_is_left_as_it_is_by_planning_and_probing():
    model = models.tiny("bert", num_hidden_layers=1)
    before = {name: p.clone() for name, p in model.named_parameters()}
    options = parsed(
        method_of("svd").options, {"rank": {"budget": 0.5}, "sensitivity": "loss"}, "svd"
    )
    method_of("svd").plan(model, options, context(batches()))
    after = dict(model.named_parameters())
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
