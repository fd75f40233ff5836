"""Root mean square norm as one module that back ends know, whichever family it is from.

y = x / sqrt(mean(x^2) + eps) * w      (Zhang and Sennrich 2019, section 3)

Apart from the families that it serves, so that a back end which looks for it loads none of them.
"""

import torch
from torch import nn


class RmsNorm(nn.Module):
    """The square is a product, not a power."""

    def __init__(self, weight: nn.Parameter, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = weight, eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to the same shape."""
        return x * torch.rsqrt((x * x).mean(dim=-1, keepdim=True) + self.eps) * self.weight
