"""What every compressed table of words holds, whatever it is stored as."""

import pytest
import torch
from torch import nn

from exporters.capture.band import Band
from mobilec.layers.registry import layer_from
from mobilec.layers.word_table import TiedOutput
from tests.mobilec.layers.tables import (
    CUT,
    FULL,
    WIDTH,
    WORDS,
    banded,
    define,
    dense,
    factorized,
    ids,
)

CLOSE = 2e-5
"""float32 sums in another order, through up to six layers; 8e-6 was seen, of scores with AVX2."""
BFLOAT16 = 0.05
"""Eight bits of numbers up to 3, and of scores up to 12."""
HIDDEN = torch.randn(2, 7, WIDTH, generator=torch.Generator().manual_seed(1))


def close(found: torch.Tensor, wanted: torch.Tensor) -> None:
    torch.testing.assert_close(found, wanted, rtol=0, atol=CLOSE)


@pytest.mark.parametrize("name", FULL)
def test_full_width_is_dense(name):
    table = FULL[name](dense())
    close(table(ids()), dense()(ids()))
    close(table.scores(HIDDEN), HIDDEN @ dense().weight.T)
    close(table.to_dense().weight, dense().weight)


@pytest.mark.parametrize("name", CUT)
def test_less_than_full_width_is_not(name):
    """The twin of the test above: the tolerance tells them apart."""
    table = CUT[name](dense())
    assert (table(ids()) - dense()(ids())).abs().max() > 100 * CLOSE


@pytest.mark.parametrize("name", CUT)
def test_what_is_looked_up_are_the_rows(name):
    table = CUT[name](dense())
    close(table(ids()), table.rows()[ids()])
    close(table.scores(HIDDEN), HIDDEN @ table.rows().T)


@pytest.mark.parametrize("name", CUT)
def test_it_learns_in_bfloat16(name):
    """As ``finetune`` does with ``arithmetic: bf16``: sums of bfloat16, weights of float32."""
    table = CUT[name](dense()).requires_grad_()
    expected, scores = table(ids()), table.scores(HIDDEN)
    with torch.autocast("cpu", torch.bfloat16):
        found, scored = table(ids()), table.scores(HIDDEN)
    torch.testing.assert_close(found.float(), expected, rtol=0, atol=BFLOAT16)
    torch.testing.assert_close(scored.float(), scores, rtol=0, atol=4 * BFLOAT16)
    (found.float().sum() + scored.float().sum()).backward()
    assert all(p.grad is not None and p.grad.dtype is torch.float32 for p in table.parameters())


@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("name", CUT)
def test_every_form_computes_what_the_table_computes(name, biased):
    table = CUT[name](dense()).eval()
    bias = nn.Parameter(torch.arange(float(WORDS))) if biased else None
    output = TiedOutput(table, bias)
    assert {"factored", "dense"} <= set(table.word_forms())
    for form in table.word_forms().values():
        made = form.output(bias)
        close(form.lookup(ids()), table(ids()))
        close(made(HIDDEN), output(HIDDEN))
        assert (made.in_features, made.out_features) == (WIDTH, WORDS)
        assert not form.lookup.training


@pytest.mark.parametrize("name", CUT)
def test_forms_are_plain(name):
    for form in CUT[name](dense()).word_forms().values():
        parts = [*form.lookup.modules(), *form.output(None).modules()]
        held = [part for part in parts if list(part.parameters(recurse=False))]
        assert {type(part) for part in held} <= {nn.Linear, nn.Embedding, Band}


@pytest.mark.parametrize("name", ["factorized", "banded", "linear define"])
def test_a_form_keeps_one_table_for_both(name):
    table = CUT[name](dense())
    for form_name, form in table.word_forms().items():
        looked_up = {id(m.weight) for m in form.lookup.modules() if isinstance(m, nn.Embedding)}
        multiplied = {id(m.weight) for m in form.output(None).modules() if hasattr(m, "weight")}
        assert looked_up <= multiplied or (name, form_name) == ("linear define", "factored")


@pytest.mark.parametrize("name", CUT)
def test_costs_are_those_of_the_forms(name):
    table = CUT[name](dense())
    for tied in (False, True):
        costs = table.form_costs(tied)
        assert set(costs) == set(table.word_forms())
        for form_name, form in table.word_forms().items():
            modules = [form.lookup, *([form.output(None)] if tied else [])]
            stored = {id(p): p.numel() for m in modules for p in m.parameters()}
            zeros = 2 * sum(table.widths) if (name, form_name) == ("banded", "factored") else 0
            assert costs[form_name].parameters == sum(stored.values()) - zeros


@pytest.mark.parametrize("name", CUT)
def test_cost_counts_the_parameters(name):
    table = CUT[name](dense())
    assert table.cost().parameters == sum(p.numel() for p in table.parameters())


@pytest.mark.parametrize("name", CUT)
def test_sizes_and_weights_rebuild_it(name):
    table = CUT[name](dense())
    again = layer_from(table.name, table.sizes())
    again.load_state_dict(table.state_dict())
    assert torch.equal(again(ids()), table(ids()))


@pytest.mark.parametrize("name", CUT)
def test_dtype_and_mode_are_kept(name):
    table = CUT[name](dense().double().eval())
    assert not table.training
    assert {p.dtype for p in table.parameters()} == {torch.float64}


@pytest.mark.parametrize("name", CUT)
def test_it_can_be_trained(name):
    table = CUT[name](dense())
    table(torch.arange(WORDS)).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in table.parameters())


@pytest.mark.parametrize("make", [factorized(5, 4.0), banded([40, 50], [8, 2], 4.0)])
def test_rows_are_scaled_and_scores_are_not(make):
    table = make(dense())
    close(table(ids()), 4 * table.rows()[ids()])
    close(table.to_dense()(ids()), table(ids()))
    for form in table.word_forms().values():
        close(form.lookup(ids()), table(ids()))
        close(form.output(None)(HIDDEN), HIDDEN @ table.rows().T)


def test_random_rows_vary_as_the_trained_ones():
    for make in CUT.values():
        kind = type(make(dense()))
        table = kind.from_scratch(dense(), make(dense()).sizes())
        ratio = float(table.rows().detach().std() / dense().weight.std())
        assert 0.5 < ratio < 2
        assert not torch.allclose(table.rows(), dense().weight, atol=0.1)


@pytest.mark.parametrize("name", ["define", "linear define", "dextra"])
def test_a_network_is_nearer_than_two_factors(name):
    errors = [make(dense()).rows() - dense().weight for make in (CUT[name], factorized(4))]
    assert errors[0].norm() < errors[1].norm() + CLOSE


def test_rows_without_an_activation_have_few_dimensions():
    """So they are two factors, exactly; with one they are not."""
    linear, curved = define(4, 2, 2, "none")(dense()), define(4, 2, 2)(dense())
    assert "factorized rows" in linear.word_forms()
    assert "factorized rows" not in curved.word_forms()


def test_the_code_around_may_ask_for_a_weight_and_for_sizes():
    for make in CUT.values():
        table = make(dense())
        lookup = table.word_forms()["factored"].lookup
        for each in (table, lookup):
            assert (each.weight, each.num_embeddings, each.embedding_dim) == (None, WORDS, WIDTH)
