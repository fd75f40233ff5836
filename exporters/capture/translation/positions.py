"""Sinusoidal positions as rows of a table, from the length of the cache.

Marian's and M2M100's modules compute without gradients, and M2M100's counts the tokens that are
not padding, which drags a running sum into the graph. Rows are kept for the lengths that the
program takes only; padding has rows as tokens have, and the mask hides it.
"""

import torch
from torch import nn
from torch.nn.functional import embedding
from transformers.models.m2m_100.modeling_m2m_100 import M2M100SinusoidalPositionalEmbedding
from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding


class Rows(nn.Module):
    """One row for each position, (length, width)."""

    def __init__(self, rows: torch.Tensor) -> None:
        super().__init__()
        self.rows = nn.Parameter(rows.detach().clone(), requires_grad=False)

    def at(self, time: int, past: torch.Tensor | int) -> torch.Tensor:
        """(time, width), from position ``past`` on."""
        return embedding(torch.arange(time) + past, self.rows)


class MarianRows(Rows):
    """Takes the seat of MarianSinusoidalPositionalEmbedding."""

    def forward(
        self,
        shape: torch.Size,
        past_key_values_length: torch.Tensor | int = 0,
        position_ids: torch.Tensor | None = None,  # noqa: ARG002  (the same positions again)
    ) -> torch.Tensor:
        return self.at(shape[1], past_key_values_length)


class M2M100Rows(Rows):
    """Takes the seat of M2M100SinusoidalPositionalEmbedding."""

    def forward(
        self,
        input_ids: torch.Tensor,
        inputs_embeds: torch.Tensor | None = None,  # noqa: ARG002
        past_key_values_length: torch.Tensor | int = 0,
    ) -> torch.Tensor:
        return self.at(input_ids.shape[1], past_key_values_length)


def marian_rows(module: nn.Module, length: int) -> nn.Module | None:
    """The replacement of Marian's positions, for inputs up to ``length``."""
    if not isinstance(module, MarianSinusoidalPositionalEmbedding):
        return None
    return MarianRows(module.weight[:length])


def m2m100_rows(module: nn.Module, length: int) -> nn.Module | None:
    """The replacement of M2M100's, whose first rows belong to padding and are not used."""
    if not isinstance(module, M2M100SinusoidalPositionalEmbedding):
        return None
    first = (module.padding_idx or 0) + 1
    return M2M100Rows(module.weights[first : first + length])
