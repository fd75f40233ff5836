"""A table of words as a narrow table and a projection.

    R = T P^T      T (words, inner), P (width, inner)

(ALBERT, Lan et al., ICLR 2020, section 3.1: V x H becomes V x E and E x H.) A tied output layer
multiplies with the same factors, R x = T (P^T x), so the scores of a token take
inner (width + words) multiply-adds instead of width x words.
"""

from collections.abc import Mapping
from typing import Any, Self

import torch
from torch import nn
from torch.nn import functional

from mobilec.layers.cost import Cost, matrix, table
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.plain import InSeat, chain, plain_linear
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors.low_rank import low_rank, low_rank_rows
from mobilec.layers.word_table import Lookup, WordForm, WordTable, output_on, plain_table


class FactorizedTable(WordTable):
    """See the module. Parameters: ``table.weight`` (words, inner), ``up.weight`` (width, inner)."""

    name = "factorized-table"

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._set_sizes_(sizes)
        self.inner: int = sizes["inner"]
        self.table = nn.Embedding(self.num_embeddings, self.inner, self.padding_idx)
        self.up = nn.Linear(self.inner, self.embedding_dim, bias=False)

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        return cls(sizes)

    @classmethod
    def from_dense(
        cls, dense: nn.Embedding, sizes: Sizes, counts: torch.Tensor | None = None
    ) -> Self:
        """The best factors of a trained table (Eckart and Young 1936). ``counts`` (words,): how
        often each row is looked up; without it all count alike."""
        with torch.device("meta"):
            layer = cls(sizes)
        if counts is None:
            rows, columns = low_rank(dense.weight, layer.inner)
        else:
            rows, columns = low_rank_rows(dense.weight, layer.inner, counts)
        layer.table.weight = nn.Parameter(rows)
        layer.up.weight = nn.Parameter(columns.T.contiguous())
        return layer.train(dense.training)

    @classmethod
    def from_scratch(cls, dense: nn.Embedding, sizes: Sizes) -> Self:
        """Random factors whose rows vary as much as those of ``dense``; the caller seeds."""
        layer = cls(sizes)
        nn.init.normal_(layer.table.weight, std=float(dense.weight.detach().std()))
        nn.init.normal_(layer.up.weight, std=layer.inner**-0.5)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {**super().sizes(), "inner": self.inner}

    def rows(self) -> torch.Tensor:
        return functional.linear(self.table.weight, self.up.weight)

    def looked_up(self, ids: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.up(self.table(ids))
        return found

    def scores(self, x: torch.Tensor) -> torch.Tensor:
        return functional.linear(x @ self.up.weight, self.table.weight)

    def cost(self) -> Cost:
        return table(self.num_embeddings, self.inner) + matrix(self.embedding_dim, self.inner)

    def output_multiply_adds(self) -> int:
        return self.inner * (self.embedding_dim + self.num_embeddings)

    def word_forms(self) -> Mapping[str, WordForm]:
        return Forms({FACTORED: self._factored, DENSE: self.dense_form})

    def form_costs(self, tied: bool) -> dict[str, Cost]:
        factored = self.cost()
        if tied:
            back = matrix(self.inner, self.embedding_dim)
            factored += back + matrix(self.num_embeddings, self.inner, stored=False)
        return {FACTORED: factored, DENSE: self.dense_cost(tied)}

    def _factored(self) -> WordForm:
        return factored_form(self, self.table.weight, self.up.weight)


def factored_form(like: WordTable, rows: torch.Tensor, columns: torch.Tensor) -> WordForm:
    """The form of ``like`` for R = ``rows`` (words, inner) times ``columns`` (width, inner)^T. The
    projection of the output layer is the transpose of the other: small, and stored both ways round.
    """
    table = plain_table(rows)
    lookup = Lookup(table, (plain_linear(columns),), like)
    back = plain_linear(columns.T)

    def output(bias: nn.Parameter | None) -> InSeat:
        return chain((back, output_on(table)(bias)))

    return WordForm(lookup, output)
