"""One form for a table and all that is tied to it."""

import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.rows import TakesRows
from exporters.errors import Refused
from exporters.precision.rules import Precision
from mobilec.compression.execution.word_tables import (
    PRODUCT,
    STEP_PRODUCT,
    chosen_form,
    execute_words_,
)
from mobilec.layers.cost import Cost
from mobilec.layers.word_table import TiedOutput, WordTable
from tests import models, translation_models
from tests.mobilec.compression.tables.test_tablewise import METHODS, answer, applied_

COSTS = {
    "factored": Cost(0, 100, 50),
    "factorized rows": Cost(0, 300, 20),
    "dense": Cost(0, 400, 0),
}


@pytest.mark.parametrize("form", ["factored", "dense", "auto"])
@pytest.mark.parametrize("name", METHODS)
def test_the_model_is_plain_and_answers_the_same(name, form):
    model = translation_models.tiny("mbart")
    applied_(model, name, **METHODS[name])
    expected = answer(model)
    (choice,) = execute_words_(model, form)
    assert not [m for m in model.modules() if isinstance(m, WordTable | TiedOutput)]
    assert form in ("auto", choice.form)
    torch.testing.assert_close(answer(model), expected, atol=1e-3, rtol=1e-3)


@pytest.mark.parametrize("form", ["factored", "dense"])
def test_what_was_tied_is_one_parameter(form):
    model = translation_models.tiny("marian")
    applied_(model, "albert-embedding", width=16)
    execute_words_(model, form)
    lookup = model.model.encoder.embed_tokens
    assert model.model.decoder.embed_tokens is lookup
    multiplied = {id(m.weight) for m in model.lm_head.modules() if isinstance(m, nn.Linear)}
    assert id(lookup.table.weight) in multiplied


def test_a_dense_model_is_left_alone():
    model = models.tiny("bert")
    expected = answer(model)
    assert execute_words_(model) == ()
    assert torch.equal(answer(model), expected)


@pytest.mark.parametrize("name", ["albert-embedding", "banded-embedding"])
def test_a_caller_hands_in_rows_of_a_tied_table(name):
    """Of bands too, so that each stands in a .pte once."""
    pytest.importorskip("executorch")
    from exporters.bundle.again import stored_again
    from exporters.executorch.quantize import quantize

    model = translation_models.tiny("marian")
    applied_(model, name, **METHODS[name])
    execute_words_(model, "factored")
    program = capture(model, "translation", CaptureOptions(8, 8, 1))
    options = Lowering(Precision.FP32, (8,))
    made = quantize(program, options)
    assert all(isinstance(method.module, TakesRows) for method in made.methods)
    for format_name in ("executorch", "onnx"):
        assert stored_again(format_name, program, options, ()) == ()


@pytest.mark.parametrize(
    ("limit", "chosen"),
    [(50, "factored"), (49, "factorized rows"), (19, "dense"), (0, "dense"), (-9, "dense")],
)
def test_auto_takes_the_smallest_that_is_quick_enough(limit, chosen):
    name, reason = chosen_form(COSTS, "auto", limit)
    assert name == chosen
    assert ("factored would have 100 bytes" in reason) is (chosen != "factored")


def test_many_small_products_take_longer_than_one():
    limit = 50 + 2 * PRODUCT
    assert chosen_form(COSTS, "auto", limit, products=3)[0] == "factored"
    assert chosen_form(COSTS, "auto", limit, products=4)[0] == "factorized rows"
    tied = {"factored": Cost(0, 100, 50), "dense": Cost(0, 400, 10**6)}
    assert chosen_form(tied, "auto", 0, products=9)[0] == "factored"


def test_a_decoder_step_makes_two_calls_more():
    """Factors that save little of a tied table are not worth them."""
    for saved, chosen in ((2 * STEP_PRODUCT - 1, "dense"), (2 * STEP_PRODUCT, "factored")):
        costs = {"factored": Cost(0, 300, 10**6 - saved), "dense": Cost(0, 400, 10**6)}
        assert chosen_form(costs, "auto", 10**6, tied=True)[0] == chosen
        assert chosen_form(costs, "auto", 10**6)[0] == "factored"


@pytest.mark.parametrize(("rank", "form"), [(None, "dense"), (0.5, "factored")])
def test_what_rows_take_is_what_other_layers_left(rank, form):
    """Alone, a projection of 2 % of the multiply-adds makes the model slower than the dense one."""
    model = models.tiny("bert")
    applied_(model, "albert-embedding", width=32)
    if rank is not None:
        applied_(model, "svd", rank=rank)
    (choice,) = execute_words_(model)
    assert choice.form == form
    assert choice.costs["factored"].multiply_adds == 32 * 64


def test_a_table_that_is_handed_on_is_looked_up_where_it_is_handed_to():
    """Of three seats one only holds it: encoder and decoder look words up."""
    model = translation_models.tiny("marian")
    applied_(model, "albert-embedding", width=16)
    (choice,) = execute_words_(model)
    words = model.config.vocab_size
    assert choice.costs["factored"].multiply_adds == 2 * 16 * 64 + (64 + words) * 16


def test_what_is_asked_for_is_taken():
    assert chosen_form(COSTS, "dense", 50) == ("dense", "asked for")
    with pytest.raises(Refused, match="auto, factored or dense"):
        chosen_form(COSTS, "fast", 50)
