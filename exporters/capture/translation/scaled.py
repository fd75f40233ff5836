"""Word tables whose rows are multiplied by the square root of the width, as two modules.

BART, mBART and M2M100 have a kind of ``nn.Embedding`` that multiplies (Marian multiplies outside).
A back end that puts its own table into the seat of an ``nn.Embedding`` would lose the factor.
"""

import torch
from torch import nn
from transformers.models.bart.modeling_bart import BartScaledWordEmbedding
from transformers.models.m2m_100.modeling_m2m_100 import M2M100ScaledWordEmbedding
from transformers.models.mbart.modeling_mbart import MBartScaledWordEmbedding

_Scaled = BartScaledWordEmbedding | MBartScaledWordEmbedding | M2M100ScaledWordEmbedding


class ScaledRows(nn.Module):
    """A plain table and the factor of its rows."""

    def __init__(self, table: nn.Embedding, factor: float) -> None:
        super().__init__()
        self.table, self.factor = table, factor

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., width)."""
        return self.table(ids) * self.factor


def scaled_rows(module: nn.Module, length: int) -> nn.Module | None:  # noqa: ARG001
    """The replacement of a scaled table, on its own weights; a plain table where it scales by 1."""
    if not isinstance(module, _Scaled):
        return None
    plain = nn.Embedding(module.num_embeddings, module.embedding_dim, device="meta")
    plain.weight = module.weight
    factor = 1.0 if module.embed_scale is None else float(module.embed_scale)
    return plain if factor == 1 else ScaledRows(plain, factor)
