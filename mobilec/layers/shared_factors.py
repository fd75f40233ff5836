"""The narrow matrices, and the bank of small ones, that linear layers of a model share."""

from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.cost import NOTHING, Cost, matrix
from mobilec.layers.seat import Sizes


class SharedFactors(nn.Module):
    """``up`` (width, outer), ``down`` (inner, width) and, where ``bank`` is not 0, so many matrices
    (outer, inner), one below the other in ``bank`` (bank * outer, inner).

    They are plain linears, and every layer that uses one uses that very module: back ends store it
    once, and what several layers make of one input is computed once.
    """

    def __init__(self, width: int, ranks: tuple[int, int], bank: int) -> None:
        """``ranks``: of the outputs and of the inputs."""
        super().__init__()
        self.width, self.ranks = width, ranks
        outer, inner = ranks
        self.up = nn.Linear(outer, width, bias=False)
        self.down = nn.Linear(width, inner, bias=False)
        self.bank = nn.Linear(inner, bank * outer, bias=False) if bank else None

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        outer, inner = sizes["ranks"]
        return cls(sizes["width"], (outer, inner), sizes["bank"])

    @classmethod
    def from_tensors(
        cls, up: torch.Tensor, down: torch.Tensor, bank: torch.Tensor | None = None
    ) -> Self:
        """``bank``: (size, outer, inner)."""
        size = 0 if bank is None else len(bank)
        with torch.device("meta"):
            made = cls(len(up), (up.shape[1], down.shape[0]), size)
        made.up.weight = nn.Parameter(up.contiguous())
        made.down.weight = nn.Parameter(down.contiguous())
        if bank is not None and made.bank is not None:
            made.bank.weight = nn.Parameter(bank.reshape(-1, bank.shape[-1]).contiguous())
        return made

    def sizes(self) -> dict[str, Any]:
        return {"width": self.width, "ranks": list(self.ranks), "bank": self.bank_size}

    @property
    def bank_size(self) -> int:
        return 0 if self.bank is None else self.bank.out_features // self.ranks[0]

    def matrices(self) -> torch.Tensor:
        """(bank, outer, inner)."""
        assert self.bank is not None, "asked of a bank that there is"
        return self.bank.weight.reshape(-1, *self.ranks)

    def cost(self) -> Cost:
        """Of storing them; the layers that multiply with them count that."""
        outer, inner = self.ranks
        stored = matrix(self.width, outer) + matrix(inner, self.width)
        stored += matrix(self.bank_size * outer, inner) if self.bank_size else NOTHING
        return Cost(stored.parameters, stored.int8_bytes, 0)
