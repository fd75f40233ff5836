"""Sparse variational dropout: each number of a matrix has a noise of its own, which is learnt.

    y ~ N(W x, (alpha W^2) x^2),    alpha_ij = sigma_ij^2 / w_ij^2

    -KL(alpha) ~ k1 sigmoid(k2 + k3 log alpha) - log(1 + 1 / alpha) / 2 - k1

(Molchanov, Ashukha and Vetrov, Variational Dropout Sparsifies Deep Neural Networks, ICML 2017,
equations 14 and 17, with log sigma^2 as what is learnt, section 4.2; the prior is log-uniform.)
Where log alpha is above 3, noise is all there is, and the number becomes zero.
"""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

_K1, _K2, _K3 = 0.63576, 1.87320, 1.48695
LEAST_LOG_ALPHA = 3.0
"""Above it a number is zero: it is noise alone (section 5)."""
_BEGUN = -10.0
"""log sigma^2 at first: little noise, as the model has learnt already."""
_NOTHING = 1e-8
_CLAMP = 8.0


class VariationalLinear(nn.Linear):
    """In the seat of a linear layer while the model learns. ``weight`` and ``bias`` are those of
    the layer; ``log_sigma2`` (out, in) is the noise."""

    def __init__(self, dense: nn.Linear) -> None:
        super().__init__(dense.in_features, dense.out_features, dense.bias is not None, "meta")
        self.weight, self.bias = dense.weight, dense.bias
        self.log_sigma2 = nn.Parameter(torch.full_like(dense.weight, _BEGUN))

    @property
    def log_alpha(self) -> torch.Tensor:
        """(out, in)."""
        squared = self.weight.detach().square() if not self.training else self.weight.square()
        found: torch.Tensor = self.log_sigma2 - (squared + _NOTHING).log()
        return found.clamp(-_CLAMP, _CLAMP)

    @property
    def stays(self) -> torch.Tensor:
        """(out, in): which numbers are not zero."""
        return self.log_alpha.detach() < LEAST_LOG_ALPHA

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., in) to (..., out); with noise while it learns, by local reparametrization."""
        if not self.training:
            return functional.linear(x, self.weight * self.stays, self.bias)
        mean = functional.linear(x, self.weight, self.bias)
        spread = functional.linear(x.square(), self.log_alpha.exp() * self.weight.square())
        noise: torch.Tensor = torch.randn_like(mean)
        return mean + (spread + _NOTHING).sqrt() * noise

    def divergence(self) -> torch.Tensor:
        """KL of all numbers from the prior, up to a constant: (,)."""
        log_alpha = self.log_alpha.float()
        negative = (
            _K1 * torch.sigmoid(_K2 + _K3 * log_alpha) - 0.5 * functional.softplus(-log_alpha) - _K1
        )
        return -negative.sum()

    def to_dense_(self, dense: nn.Linear) -> None:
        """Gives ``dense``, whose parameters these are, the zeros."""
        with torch.no_grad():
            dense.weight.mul_(self.stays)


def divergence(layers: Sequence[VariationalLinear]) -> torch.Tensor:
    """Of all layers."""
    return torch.stack([layer.divergence() for layer in layers]).sum()
