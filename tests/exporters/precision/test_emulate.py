"""int8 and half precision in PyTorch: every layer that is to be rounded is, wherever it stands."""

import torch
from torch import nn

from exporters.precision.emulate import HALF, SINGLE, Arithmetic, EmulatedLinear, emulated
from exporters.precision.int8 import dequantize_rows, quantize_rows

HALVES = Arithmetic(None, scales=torch.float16, floats=torch.float16)


class Biased(nn.Module):
    """A module with numbers of its own around its layers, as Marian's final bias is."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(2)
        self.words, self.last = nn.Embedding(7, 6), nn.Linear(6, 4)
        self.register_buffer("final", torch.randn(4))

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.last(self.words(ids)) + self.final


class Around(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Biased()

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.inner(ids)


NETWORK = Around().eval()
PATHS = frozenset(("inner.words", "inner.last"))


def through_half(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.detach().half().float()


def test_layers_inside_a_module_with_numbers_of_its_own_are_rounded() -> None:
    own = emulated(NETWORK, PATHS, HALVES).inner
    assert isinstance(own.last, EmulatedLinear)
    values, scales = quantize_rows(NETWORK.inner.last.weight)
    expected = through_half(dequantize_rows(values, scales.half().float()))
    assert torch.equal(own.last.weight, expected)
    assert torch.equal(own.last.bias, through_half(NETWORK.inner.last.bias))
    assert torch.equal(own.final, through_half(NETWORK.inner.final))
    assert not torch.equal(own.final, NETWORK.inner.final)


def test_what_was_given_stays_as_it_was() -> None:
    before = [tensor.clone() for tensor in NETWORK.state_dict().values()]
    emulated(NETWORK, PATHS, HALF)
    after = NETWORK.state_dict().values()
    assert all(torch.equal(old, new) for old, new in zip(before, after, strict=True))


def test_float32_is_the_program_itself() -> None:
    ids = torch.tensor([[1, 5, 2]])
    assert torch.equal(emulated(NETWORK, PATHS, SINGLE)(ids), NETWORK(ids))


def test_only_multiplied_weights_have_fewer_levels() -> None:
    own = emulated(NETWORK, PATHS, Arithmetic(None, levels=63)).inner
    for layer, levels in ((own.last, 63), (own.words, 127)):
        weight = NETWORK.inner.get_submodule("last" if levels == 63 else "words").weight
        steps = weight.detach().abs().amax(1, keepdim=True) / levels
        whole = layer.weight.detach() / steps
        torch.testing.assert_close(whole, whole.round(), atol=1e-4, rtol=0)
