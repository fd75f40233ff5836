"""The form of each layer: no slower than dense, and the smallest of those."""

import pytest
import torch
from torch import nn

from exporters.errors import Refused
from mobilec.compression.execution.choice import choices
from mobilec.compression.execution.execute import executable, is_compressed
from mobilec.compression.execution.words import expected_time, notes_of, why
from mobilec.compression.execution.work import RATES
from mobilec.layers.seat import CompressedLayer
from tests import models
from tests.mobilec.compression.methods.test_linear_methods import TINY, done, logits

STEPS = {
    "svd": {"rank": 8},
    "tucker": {"rank": [10, 8]},
    "tensor-train": {"rank": 6},
    "shared-tucker": {"form": "IV", "width": 8, "bank": 4},
}


@pytest.mark.parametrize("execution", ["auto", "factored", "dense"])
@pytest.mark.parametrize("model", TINY)
@pytest.mark.parametrize("name", STEPS)
def test_the_executable_is_plain_and_computes_the_same(name, model, execution):
    _, small, _ = done(TINY[model](), name, **STEPS[name])
    plain = executable(small, execution)
    assert not is_compressed(plain.model) and is_compressed(small)
    torch.testing.assert_close(logits(plain.model), logits(small), rtol=1e-3, atol=1e-3)
    chosen = {choice.chosen.name for choice in plain.linears}
    assert execution == "auto" or chosen == {execution}
    leaves = [m for m in plain.model.modules() if not list(m.children())]
    assert not [leaf for leaf in leaves if isinstance(leaf, CompressedLayer)]


@pytest.mark.parametrize("name", STEPS)
def test_auto_is_expected_to_be_no_slower_and_no_larger_than_dense(name):
    _, small, _ = done(models.tiny("bert"), name, **STEPS[name])
    for choice in choices(small):
        assert choice.time <= 1
        assert choice.chosen.int8_bytes <= choice.dense.int8_bytes
    assert expected_time(choices(small)) <= 1


def test_auto_takes_what_is_small_where_it_is_quick_and_dense_where_it_is_not():
    wide = {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 1}
    _, small, _ = done(models.tiny("bert", **wide), "svd", rank=16)
    assert {choice.chosen.name for choice in choices(small)} == {"factored"}
    _, large, _ = done(models.tiny("bert", **wide), "svd", rank=500)
    assert {choice.chosen.name for choice in choices(large)} == {"dense"}
    _, train, _ = done(models.tiny("bert", **wide), "tensor-train", rank=48)
    assert "factored" not in {choice.chosen.name for choice in choices(train)}


def test_no_linear_is_slower_in_any_format_that_is_written():
    """Two small products take ONNX Runtime longer than one that does twice as much, a .pte not."""
    narrow = {"hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 1}
    _, small, _ = done(models.tiny("bert", **narrow), "svd", rank=60)
    forms = {
        formats: [choice.chosen.name for choice in choices(small, formats=formats)]
        for formats in (("executorch",), ("onnx",), ("executorch", "onnx"), ("coreml",))
    }
    assert set(forms["executorch",]) == {"factored"}
    assert set(forms["onnx",]) == {"dense", "factored"}
    assert forms["executorch", "onnx"] == forms["onnx",]
    assert forms["coreml",] == forms["executorch",]
    for choice in choices(small, "factored", ("onnx", "executorch")):
        assert choice.time == max(
            choice.chosen.work.nanoseconds(of) / choice.dense.work.nanoseconds(of)
            for name in ("executorch", "onnx")
            for of in RATES[name]
        )
    notes = [notes_of(executable(small, formats=(name,)))[0] for name in ("executorch", "onnx")]
    assert "6 factored." in notes[0] and "4 dense, 2 factored." in notes[1]


def test_a_bank_is_expanded():
    """Multiplying with every matrix of the bank is slower than with the one that comes of it."""
    wide = {"hidden_size": 512, "intermediate_size": 2048, "num_hidden_layers": 1}
    step = {"form": "IV", "width": 64, "bank": 8}
    _, small, _ = done(models.tiny("bert", **wide), "shared-tucker", **step)
    assert {choice.chosen.name for choice in choices(small)} == {"expanded"}


def test_what_is_shared_stays_shared_and_stands_once():
    _, small, _ = done(models.tiny("bert"), "shared-tucker", form="III", width=8)
    plain = executable(small, "factored").model
    layers = [layer.attention.self for layer in plain.bert.encoder.layer]
    downs = {id(getattr(layer, n).down) for layer in layers for n in ("query", "key", "value")}
    assert len(downs) == 1
    before, after = (sum(p.numel() for p in m.parameters()) for m in (small, plain))
    assert before == after


def test_parameters_that_are_used_as_they_are_are_not_copied():
    _, small, _ = done(models.tiny("bert"), "svd", rank=8)
    plain = executable(small, "factored").model
    own = {id(p) for p in small.parameters()}
    assert all(id(p) in own for p in plain.parameters())


def test_a_dense_model_is_itself():
    model = models.tiny("bert")
    plain = executable(model, "auto")
    assert plain.model is model and not plain.linears and not notes_of(plain)


def test_an_unknown_execution_is_refused():
    _, small, _ = done(models.tiny("bert", num_hidden_layers=1), "svd", rank=8)
    with pytest.raises(Refused, match="no execution form 'fast'; there are auto, factored, dense"):
        executable(small, "fast")


def test_why_latency_falls_less_than_size_is_said():
    _, small, _ = done(models.tiny("bert"), "svd", rank=4)
    choice = choices(small, "factored")[0]
    assert choice.time > choice.stored
    assert "% is" in why(choice) and "3 products more than dense" in why(choice)
    dense = choices(small, "dense")[0]
    assert why(dense) == f"factored they would take {choice.time:.2f} of the time"
    (note,) = notes_of(executable(small, "factored"))
    assert "12 factored" in note and "of the dense layers' time" in note


def test_nothing_of_dropout_or_training_is_left():
    _, small, _ = done(models.tiny("bert"), "svd", rank=4)
    assert not any(module.training for module in executable(small.eval()).model.modules())
    assert isinstance(
        executable(small, "dense").model.bert.encoder.layer[0].output.dense, nn.Linear
    )
