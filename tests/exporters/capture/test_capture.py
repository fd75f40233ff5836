"""Every family's program is the stock model, at any length, padded or not."""

import pytest
import torch
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.program import Method, Program
from tests import models

TASK = "text-classification"
CLOSE = {"rtol": 1e-5, "atol": 1e-5}
"""The same float32 sums in another order; MobileBERT without norms comes nearest, to 1.7e-5."""


def captured(model: PreTrainedModel, max_length: int = 64) -> Program:
    return capture(model, TASK, CaptureOptions(max_length))


def ids_of(model: PreTrainedModel, tokens: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(tokens)
    return torch.randint(5, model.config.vocab_size, (1, tokens), generator=generator)


def stock(model: PreTrainedModel, ids: torch.Tensor) -> torch.Tensor:
    model.set_attn_implementation("eager")
    with torch.no_grad():
        return model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits


def ours(method: Method, ids: torch.Tensor, padding: int = 0, pad_id: int = 0) -> torch.Tensor:
    mask = torch.nn.functional.pad(torch.ones_like(ids), (0, padding))
    with torch.no_grad():
        return method.module(torch.nn.functional.pad(ids, (0, padding), value=pad_id), mask)


@pytest.mark.parametrize("name", models.FAMILIES)
def test_equals_the_stock_model(name: str) -> None:
    model = models.tiny(name)
    program = captured(model)
    method = program.method("forward")
    for tokens in (method.dimensions["length"].minimum, 5, 17, 40, 64):
        ids = ids_of(model, tokens)
        expected = stock(model, ids)
        torch.testing.assert_close(ours(method, ids), expected, **CLOSE)
        if tokens < 64:
            padded = ours(method, ids, 64 - tokens, program.pad_id)
            torch.testing.assert_close(padded, expected, **CLOSE)


@pytest.mark.parametrize("name", models.FAMILIES)
def test_equals_the_stock_model_where_a_user_typed_the_padding_token(name: str) -> None:
    model = models.tiny(name)
    program = captured(model)
    ids = ids_of(model, 20)
    ids[:, [3, 4, 11]] = program.pad_id
    expected = stock(model, ids)
    torch.testing.assert_close(ours(program.method("forward"), ids), expected, **CLOSE)
    padded = ours(program.method("forward"), ids, 9, program.pad_id)
    torch.testing.assert_close(padded, expected, **CLOSE)


def test_layers_that_a_checkpoint_runs_in_pieces_are_run_whole() -> None:
    """In pieces of 7 tokens PyTorch itself fails at all lengths that 7 does not divide."""
    model = models.tiny("bert", chunk_size_feed_forward=7)
    ids = ids_of(model, 14)
    expected = stock(model, ids)
    torch.testing.assert_close(ours(captured(model).method("forward"), ids), expected, **CLOSE)
    assert model.bert.encoder.layer[0].chunk_size_feed_forward == 7


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_refused_by_name(wrong: float) -> None:
    model = models.tiny("bert")
    model.bert.encoder.layer[1].output.dense.weight.data[3, 5] = wrong
    name = "bert.encoder.layer.1.output.dense.weight"
    with pytest.raises(Refused, match=f"1 of the 8192 numbers in {name} are NaN or infinite"):
        captured(model)


@pytest.mark.parametrize("name", models.FAMILIES)
def test_logits_tell_inputs_apart(name: str) -> None:
    """The comparison above would mean little if every input gave the same logits."""
    model = models.tiny(name)
    logits = torch.cat([stock(model, ids_of(model, tokens)) for tokens in range(10, 26)])
    assert logits.std(dim=0).min() > 0.1


def test_one_method_with_a_bounded_length() -> None:
    (method,) = captured(models.tiny("mobilebert"), max_length=48).methods
    length = method.dimensions["length"]
    assert (length.minimum, length.maximum) == (3, 48)
    assert [(spec.name, spec.dtype) for spec in method.inputs] == [
        ("input_ids", torch.int64),
        ("attention_mask", torch.int64),
    ]
    (logits,) = method.outputs
    assert (logits.name, logits.dtype, logits.shape) == ("logits", torch.float32, (1, 3))


def test_program_knows_its_family_and_padding() -> None:
    program = captured(models.tiny("roberta"))
    assert (program.task, program.family, program.pad_id) == (TASK, "roberta", 1)


def test_the_model_is_left_as_it_is() -> None:
    model = models.tiny("modernbert").train()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    attention = model.config._attn_implementation
    captured(model)
    assert model.training
    assert model.config._attn_implementation == attention
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())


def test_weights_are_shared_with_the_model() -> None:
    model = models.tiny("bert")
    shared = {id(parameter) for parameter in captured(model).methods[0].module.parameters()}
    assert shared == {id(parameter) for parameter in model.parameters()}


def test_half_precision_checkpoints_become_float32() -> None:
    model = models.tiny("bert").to(torch.bfloat16)
    program = captured(model)
    assert {p.dtype for p in program.methods[0].module.parameters()} == {torch.float32}
    assert {p.dtype for p in model.parameters()} == {torch.bfloat16}


def test_roberta_has_fewer_positions_than_rows() -> None:
    with pytest.raises(Refused, match="129 tokens was asked for.* positions for 128"):
        captured(models.tiny("roberta"), max_length=129)
    assert captured(models.tiny("roberta"), max_length=128)


def test_lengths_beyond_the_positions_are_refused() -> None:
    with pytest.raises(Refused, match="131 tokens was asked for.* positions for 130"):
        captured(models.tiny("bert"), max_length=131)


def test_lengths_below_the_shortest_are_refused() -> None:
    with pytest.raises(Refused, match="mobilebert takes no fewer than 3"):
        captured(models.tiny("mobilebert"), max_length=2)


def test_unknown_tasks_are_refused() -> None:
    with pytest.raises(Refused, match="'summarization' cannot be captured.*text-classification"):
        capture(models.tiny("bert"), "summarization", CaptureOptions())
