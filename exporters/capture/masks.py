"""Masks made here, so that nothing of transformers' mask code is in a graph."""

import torch
from torch import nn

MASKED = -1e4
"""Added to the score of a padded key: exp(-1e4) is 0 in float32, and -1e4 is finite in float16."""


def additive_mask(attention_mask: torch.Tensor) -> torch.Tensor:
    """(1, time) of 1 for a token and 0 for padding, to (1, 1, 1, time) of 0 and MASKED."""
    return ((1.0 - attention_mask.to(torch.float32)) * MASKED).reshape(1, 1, 1, -1)


class Additive(nn.Module):
    """The mask of most families: ``additive_mask``."""

    def forward(self, attention_mask: torch.Tensor) -> torch.Tensor:
        return additive_mask(attention_mask)
