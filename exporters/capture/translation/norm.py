"""T5's norm as one module that back ends know, whichever family it is from.

y = x / sqrt(mean(x^2) + eps) * w      (Zhang and Sennrich 2019, section 3)
"""

import torch
from torch import nn
from transformers.models.mt5.modeling_mt5 import MT5LayerNorm
from transformers.models.t5.modeling_t5 import T5LayerNorm


class RmsNorm(nn.Module):
    """Takes the seat of T5LayerNorm and MT5LayerNorm; the square is a product, not a power."""

    def __init__(self, weight: nn.Parameter, eps: float) -> None:
        super().__init__()
        self.weight, self.eps = weight, eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to the same shape."""
        return x * torch.rsqrt((x * x).mean(dim=-1, keepdim=True) + self.eps) * self.weight


def rms_norm(module: nn.Module, length: int) -> nn.Module | None:  # noqa: ARG001
    """The replacement of T5's norms, on their own weights."""
    if not isinstance(module, T5LayerNorm | MT5LayerNorm):
        return None
    return RmsNorm(module.weight, module.variance_epsilon)
