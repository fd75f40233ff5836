"""What every compressed linear layer holds, whatever its factors are."""

import pytest
import torch
from torch import nn

from mobilec.layers.registry import layer_from
from tests.mobilec.layers.linears import CUT, FULL, SHAPES, WIDTH, dense, inputs

CLOSE = 2e-5
"""float32 sums in another order, through up to four factors; 3e-6 was seen."""
BFLOAT16 = 0.05
"""Eight bits of numbers up to 3."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", FULL)
def test_full_rank_is_dense(name, shape):
    layer = dense(*shape)
    x = inputs(shape[0])
    torch.testing.assert_close(FULL[name](layer)(x), layer(x), rtol=0, atol=CLOSE)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", CUT)
def test_less_than_full_rank_is_not(name, shape):
    """The twin of the test above: the tolerance tells them apart."""
    layer = dense(*shape)
    x = inputs(shape[0])
    assert (CUT[name](layer)(x) - layer(x)).abs().max() > 100 * CLOSE


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", CUT)
def test_every_form_computes_what_the_layer_computes(name, shape, bias):
    layer = CUT[name](dense(*shape, bias)).eval()
    x = inputs(shape[0])
    assert {"factored", "dense"} <= set(layer.forms())
    for form in layer.forms().values():
        assert not form.training
        torch.testing.assert_close(form(x), layer(x), rtol=0, atol=CLOSE)
        assert (form.in_features, form.out_features) == shape


@pytest.mark.parametrize("name", CUT)
def test_it_learns_in_bfloat16(name):
    """As ``finetune`` does with ``arithmetic: bf16``: sums of bfloat16, weights of float32."""
    layer = CUT[name](dense()).requires_grad_()
    expected = layer(inputs(WIDTH))
    with torch.autocast("cpu", torch.bfloat16):
        found = layer(inputs(WIDTH))
    torch.testing.assert_close(found.float(), expected, rtol=0, atol=BFLOAT16)
    found.float().sum().backward()
    assert all(p.grad is not None and p.grad.dtype is torch.float32 for p in layer.parameters())


@pytest.mark.parametrize("name", CUT)
def test_forms_are_plain(name):
    layer = CUT[name](dense(*SHAPES[1]))
    own = type(layer).__module__.partition(".")[0]
    for form in layer.forms().values():
        leaves = [m for m in form.modules() if not list(m.children())]
        assert all(type(leaf) is nn.Linear for leaf in leaves if list(leaf.parameters()))
        assert not [m for m in form.modules() if type(m) is type(layer)], own


@pytest.mark.parametrize("name", CUT)
def test_sizes_and_weights_rebuild_it(name):
    layer = CUT[name](dense())
    again = layer_from(layer.name, layer.sizes())
    again.load_state_dict(layer.state_dict())
    assert torch.equal(again(inputs(16)), layer(inputs(16)))


@pytest.mark.parametrize("name", CUT)
def test_no_bias_stays_no_bias(name):
    layer = CUT[name](dense(bias=False))
    assert layer.bias is None and layer.to_dense().bias is None
    assert not layer.sizes()["bias"]
    assert CUT[name](dense()).bias is not None


@pytest.mark.parametrize("name", CUT)
def test_dtype_and_mode_are_kept(name):
    layer = CUT[name](dense().double().eval())
    assert not layer.training
    own = {p.dtype for n, p in layer.named_parameters() if not n.startswith("shared.")}
    assert own == {torch.float64}


@pytest.mark.parametrize("name", CUT)
def test_it_can_be_trained(name):
    layer = CUT[name](dense())
    layer(inputs(16)).square().sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in layer.parameters())


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", CUT)
def test_cost_counts_the_parameters(name, shape):
    layer = CUT[name](dense(*shape))
    own = [p for n, p in layer.named_parameters() if not n.startswith("shared.")]
    assert layer.cost().parameters == sum(p.numel() for p in own)


def test_the_code_around_may_ask_for_a_weight_and_for_widths():
    for make in CUT.values():
        layer = make(dense(16, 64))
        assert (layer.weight, layer.in_features, layer.out_features) == (None, 16, 64)
        assert layer.forms()["factored"].weight is None
