"""A part of a table of words, as a network with several tables has it."""

import torch
from torch import nn


class Band(nn.Embedding):
    """The rows of ``words`` words from the id ``first`` on, between two rows of zeros.

    The network asks for the row min(max(id - first + 1, 0), words + 1), so that all other words
    have zeros here, and puts what all its bands answer side by side.
    """

    def __init__(self, rows: torch.Tensor, first: int) -> None:
        """``rows`` (words + 2, width)."""
        super().__init__(len(rows), rows.shape[1], device="meta")
        self.weight = nn.Parameter(rows.contiguous())
        self.first = first
