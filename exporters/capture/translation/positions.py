"""Positions as rows of a table, looked up by the length of the cache alone.

The stock modules take a detour: Marian's and M2M100's compute without gradients, and BART's adds
its offset at every step. Rows are kept for the lengths that the program takes only; padding behind
a text has rows as tokens have, and the mask hides it.
"""

import copy
from collections.abc import Iterable

import torch
from torch import nn
from transformers.models.bart.modeling_bart import BartLearnedPositionalEmbedding
from transformers.models.m2m_100.modeling_m2m_100 import M2M100SinusoidalPositionalEmbedding
from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding
from transformers.models.mbart.modeling_mbart import MBartLearnedPositionalEmbedding


class Rows(nn.Module):
    """One row for each position, (length, width), in a table that int8 rounds as it does others.

    In the shipped translator they are 131 KB in float32, one part in fifty of its int8 file.
    """

    def __init__(self, rows: torch.Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(rows.detach().clone())

    def at(self, time: int, past: torch.Tensor | int) -> torch.Tensor:
        """(time, width). A step has one token, at the position that its cache tells."""
        position = past if isinstance(past, torch.Tensor) else torch.arange(past, past + time)
        rows: torch.Tensor = self.table(position)
        return rows


class MarianRows(Rows):
    """Takes the seat of MarianSinusoidalPositionalEmbedding."""

    def forward(
        self,
        shape: torch.Size,
        cache_length: torch.Tensor | int = 0,
        position_ids: torch.Tensor | None = None,  # noqa: ARG002  (the same positions again)
    ) -> torch.Tensor:
        return self.at(shape[1], cache_length)


class BartRows(Rows):
    """Takes the seat of BartLearnedPositionalEmbedding and of mBART's."""

    def forward(
        self,
        input_ids: torch.Tensor,
        cache_length: torch.Tensor | int = 0,
        position_ids: torch.Tensor | None = None,  # noqa: ARG002  (the same positions again)
    ) -> torch.Tensor:
        return self.at(input_ids.shape[1], cache_length)


class M2M100Rows(Rows):
    """Takes the seat of M2M100SinusoidalPositionalEmbedding.

    ``padding``: the id that has no position in a source, whose other tokens count on as if it were
    not there: a user may type it. None counts it as any other. A step of the decoder counts it too,
    as nothing is said behind it.
    """

    def __init__(self, rows: torch.Tensor, padding: int | None) -> None:
        super().__init__(rows)
        self.padding = padding

    def forward(
        self,
        input_ids: torch.Tensor,
        inputs_embeds: torch.Tensor | None = None,  # noqa: ARG002
        cache_length: torch.Tensor | int = 0,
    ) -> torch.Tensor:
        if self.padding is None or isinstance(cache_length, torch.Tensor):
            return self.at(input_ids.shape[1], cache_length)
        tokens = (input_ids != self.padding).to(torch.int64)
        rows: torch.Tensor = self.table((torch.cumsum(tokens, dim=1) - 1) * tokens)
        return rows * tokens.unsqueeze(-1).to(rows.dtype)

    def counting_all(self) -> "M2M100Rows":
        """The same table for who is handed rows of words, and cannot tell which is padding."""
        made = copy.copy(self)
        made.padding = None
        return made


def position_rows(module: nn.Module, length: int) -> nn.Module | None:
    """The replacement of a module of positions, for inputs up to ``length``.

    The first rows of the others are not those of the first token: BART's family leaves two free,
    M2M100's keeps what comes up to the padding id for padding.
    """
    if isinstance(module, MarianSinusoidalPositionalEmbedding):
        return MarianRows(module.weight[:length])
    if isinstance(module, BartLearnedPositionalEmbedding | MBartLearnedPositionalEmbedding):
        return BartRows(module.weight[module.offset : module.offset + length])
    if isinstance(module, M2M100SinusoidalPositionalEmbedding):
        first = (module.padding_idx or 0) + 1
        return M2M100Rows(module.weights[first : first + length], module.padding_idx)
    return None


def share_equal_(networks: Iterable[nn.Module]) -> None:
    """Gives equal tables of positions one set of weights: sinusoids of encoder and decoder are."""
    tables: list[nn.Embedding] = []
    for rows in (m for network in networks for m in network.modules() if isinstance(m, Rows)):
        equal = (t for t in tables if torch.equal(t.weight, rows.table.weight))
        rows.table = next(equal, rows.table)
        tables.append(rows.table)
