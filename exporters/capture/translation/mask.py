"""What a new token may see of the tokens before it."""

import torch
from torch import nn
from torch.nn.functional import embedding

from exporters.capture.masks import MASKED


class StepMask(nn.Module):
    """Row ``position`` of a table: 0 before it and MASKED from it on, plus a family's bias.

    The mask is strict, as the cache has no row for the new token yet; that one has a column of
    its own at the end. A row is one lookup, which every runtime does without arithmetic.
    """

    def __init__(self, capacity: int, bias: torch.Tensor | None = None) -> None:
        """``bias``: (heads, capacity, capacity + 1), added to the scores of each position."""
        super().__init__()
        position = torch.arange(capacity)
        strict = torch.where(position[None] < position[:, None], 0.0, MASKED)
        rows = torch.cat((strict, torch.zeros(capacity, 1)), dim=1)[None]
        rows = rows if bias is None else rows + bias
        self.heads = rows.shape[0]
        self.rows = nn.Buffer(rows.transpose(0, 1).reshape(capacity, -1).contiguous())

    def forward(self, position: torch.Tensor) -> torch.Tensor:
        """(1,) to (1, heads or 1, 1, capacity + 1)."""
        return embedding(position, self.rows).reshape(1, self.heads, 1, -1)
