import pytest
import torch
from torch import nn
from transformers.activations import ACT2FN

from exporters.capture.activations import TanhGelu, exportable


@pytest.mark.parametrize("name", ["gelu_new", "gelu_pytorch_tanh", "gelu_accurate"])
def test_equals_transformers(name: str) -> None:
    x = torch.linspace(-12, 12, 2001)
    torch.testing.assert_close(TanhGelu()(x), ACT2FN[name](x), rtol=0.0, atol=2e-6)


def test_is_not_the_exact_gelu() -> None:
    x = torch.linspace(-4, 4, 2001)
    assert (TanhGelu()(x) - nn.functional.gelu(x)).abs().max() > 1e-4


def test_replaces_every_spelling_and_nothing_else() -> None:
    spellings = [ACT2FN["gelu_new"], ACT2FN["gelu_pytorch_tanh"], nn.GELU(approximate="tanh")]
    others = [ACT2FN["gelu"], nn.GELU(), nn.ReLU()]
    found = exportable(nn.Sequential(*spellings, *others))
    assert [isinstance(module, TanhGelu) for module in found] == [True] * 3 + [False] * 3
