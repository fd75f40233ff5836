"""Variational dropout: noise, its divergence from the prior, and which numbers are zero."""

import numpy as np
import pytest
import torch
from torch import nn

from mobilec.training.variational import VariationalLinear


def noisy(log_alpha, outputs=3, inputs=4):
    """A layer whose numbers all have one log alpha."""
    torch.manual_seed(0)
    layer = VariationalLinear(nn.Linear(inputs, outputs))
    squared = layer.weight.detach().square() + 1e-8
    layer.log_sigma2.data = squared.log() + log_alpha
    return layer


@pytest.mark.parametrize("log_alpha", [-6.0, -2.0, 0.0, 1.0, 3.0, 6.0])
def test_the_divergence_is_that_of_the_integral(log_alpha):
    """-KL = log(alpha) / 2 - E log |1 + sqrt(alpha) z| + c, and 0 where alpha is infinite."""
    z = np.linspace(-12, 12, 4_000_001)
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi) * (z[1] - z[0])
    noise = np.log(np.abs(1 + np.exp(log_alpha / 2) * z) + 1e-12)
    at_infinity = np.sum(density * np.log(np.abs(z) + 1e-12))
    exact = -(log_alpha / 2 - np.sum(density * noise) + at_infinity)
    layer = noisy(log_alpha)
    assert float(layer.divergence()) / 12 == pytest.approx(exact, abs=0.02)


def test_noise_is_that_of_the_numbers():
    """Against layers whose matrices are drawn, number by number."""
    layer = noisy(-1.0).train()
    x = torch.randn(1, 4)
    drawn = torch.stack([layer(x).detach() for _ in range(20_000)])
    spread = layer.log_sigma2.exp().sqrt()
    matrices = layer.weight + spread * torch.randn(20_000, 3, 4)
    others = (x @ matrices.transpose(1, 2) + layer.bias).detach()
    torch.testing.assert_close(drawn.mean(0), others.mean(0), atol=0.02, rtol=0.05)
    torch.testing.assert_close(drawn.std(0), others.std(0), atol=0.02, rtol=0.05)


def test_what_is_noise_alone_is_zero_and_all_else_as_it_was():
    dense = nn.Linear(4, 3)
    layer = VariationalLinear(dense).eval()
    layer.log_sigma2.data = (dense.weight.detach().square() + 1e-8).log() - 2
    layer.log_sigma2.data[1, 2] += 6
    x, before = torch.randn(5, 4), dense.weight.detach().clone()
    seen = layer(x)
    layer.to_dense_(dense)
    torch.testing.assert_close(dense(x), seen)
    changed = (dense.weight != before).nonzero().tolist()
    assert changed == [[1, 2]]
    assert dense.weight[1, 2] == 0


def test_little_noise_changes_nothing():
    dense = nn.Linear(64, 64)
    dense.weight.data = dense.weight.data.sign() * dense.weight.data.abs().clamp(min=0.01)
    x = torch.randn(5, 64)
    torch.testing.assert_close(VariationalLinear(dense).eval()(x), dense(x), rtol=0, atol=0)
