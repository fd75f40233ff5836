"""What capture asks of Marian's own networks."""

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.families import bart, marian
from exporters.families.family import Row, TranslatorFamily
from exporters.families.marian_nmt.model import Started
from exporters.families.marian_nmt.ssru import Ssru


class StartedRows(nn.Module):
    """A table in the seat of ``Started``: a lookup, which every runtime does without arithmetic."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self.rows = nn.Buffer((torch.arange(length) > 0).to(torch.float32).unsqueeze(-1))

    def forward(self, position: torch.Tensor) -> torch.Tensor:
        """(time,) to (time, 1)."""
        return nn.functional.embedding(position, self.rows)


def started_rows(module: nn.Module, length: int) -> nn.Module | None:
    """The replacement of ``Started`` for translations up to ``length``."""
    return StartedRows(length) if isinstance(module, Started) else None


def rows(model: PreTrainedModel) -> tuple[Row, ...]:
    """One for each SSRU; none where the decoder attends to what it said."""
    return tuple(
        Row(f"cell_{module.layer_idx}", module.forget_gate.out_features)
        for module in model.modules()
        if isinstance(module, Ssru)
    )


FAMILY = TranslatorFamily(
    attentions=bart.attentions,
    attends=bart.FAMILY.attends,
    stacks=bart.FAMILY.stacks,
    feed_forwards=bart.FAMILY.feed_forwards,
    rows=rows,
    seats=(started_rows, *bart.FAMILY.seats),
    languages=marian.FAMILY.languages,
)
