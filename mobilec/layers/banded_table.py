"""A table of words in bands: rows of frequent words are wide, those of rare words narrow.

    R[id] = P_b T_b[id - a_b]      for a_b <= id < a_(b+1)

(Adaptive input representations, Baevski and Auli, ICLR 2019, section 3.) Ids are in the order of
the bands: ``banded-embedding`` renumbers words by how often they occur where it counts them.

A phone has no tables with gaps, so in the plain form each table has a row of zeros before and one
after its own, and every id is looked up in every table, moved into its bounds:

    R[id] = P [T_1[m_1(id)], ..., T_n[m_n(id)]],  m_b(id) = min(max(id - a_b + 1, 0), size_b + 1)

P holds all P_b side by side, so one linear layer does them all, also for a tied output layer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import torch
from torch import nn
from torch.nn import functional

from exporters.capture.band import Band
from mobilec.layers.cost import NOTHING, Cost, linear, table
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.plain import InSeat, plain_linear, take_
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors.low_rank import low_rank
from mobilec.layers.word_table import Lookup, WordForm, WordTable


class BandedTable(WordTable):
    """See the module. Parameters: ``tables.n.weight`` (size of band n, its width) and
    ``up.weight`` (width, sum of the widths)."""

    name = "banded-table"

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._set_sizes_(sizes)
        self.bands: list[int] = list(sizes["bands"])
        self.widths: list[int] = list(sizes["widths"])
        shapes = zip(self.bands, self.widths, strict=True)
        self.tables = nn.ModuleList(nn.Embedding(words, width) for words, width in shapes)
        self.up = nn.Linear(sum(self.widths), self.embedding_dim, bias=False)

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        return cls(sizes)

    @classmethod
    def from_dense(cls, dense: nn.Embedding, sizes: Sizes) -> Self:
        """The best factors of each band of a trained table."""
        layer = cls(sizes)
        columns = []
        rows = dense.weight.detach().split(layer.bands)
        for own, part, width in zip(layer.tables, rows, layer.widths, strict=True):
            found = low_rank(part, width)
            own.weight = nn.Parameter(found.up)
            columns.append(found.down.T)
        layer.up.weight = nn.Parameter(torch.cat(columns, 1).contiguous())
        return layer.train(dense.training)

    @classmethod
    def from_scratch(cls, dense: nn.Embedding, sizes: Sizes) -> Self:
        """Random factors whose rows vary as much as those of ``dense``; the caller seeds."""
        layer = cls(sizes)
        std = float(dense.weight.detach().std())
        with torch.no_grad():
            for rows, columns in layer._factors():
                rows.normal_(std=std)
                columns.normal_(std=columns.shape[1] ** -0.5)
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {**super().sizes(), "bands": self.bands, "widths": self.widths}

    def rows(self) -> torch.Tensor:
        return torch.cat([functional.linear(*factors) for factors in self._factors()])

    def looked_up(self, ids: torch.Tensor) -> torch.Tensor:
        parts, start = [], 0
        for own, words in zip(self.tables, self.bands, strict=True):
            inside = (ids >= start) & (ids < start + words)
            parts.append(own((ids - start).clamp(0, words - 1)) * inside[..., None])
            start += words
        found: torch.Tensor = self.up(torch.cat(parts, -1))
        return found

    def scores(self, x: torch.Tensor) -> torch.Tensor:
        parts = [functional.linear(x @ up, rows) for rows, up in self._factors()]
        return torch.cat(parts, -1)

    def cost(self) -> Cost:
        stored = sum(map(table, self.bands, self.widths), NOTHING)
        return stored + linear(sum(self.widths), self.embedding_dim, False)

    def output_multiply_adds(self) -> int:
        pairs = zip(self.bands, self.widths, strict=True)
        return sum(width * (self.embedding_dim + words) for words, width in pairs)

    def word_forms(self) -> Mapping[str, WordForm]:
        return Forms({FACTORED: self._factored, DENSE: self.dense_form})

    def form_costs(self, tied: bool) -> dict[str, Cost]:
        factored = self.cost()
        if tied:
            factored += linear(self.embedding_dim, sum(self.widths), False)
            for words, width in zip(self.bands, self.widths, strict=True):
                factored += linear(width, words, False, stored=False)
        return {FACTORED: factored, DENSE: self.dense_cost(tied)}

    def _factors(self) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """T_b (size, width of the band) and P_b (width, width of the band) of each band."""
        columns = self.up.weight.split(self.widths, 1)
        weights = (own.weight for own in self.tables if isinstance(own, nn.Embedding))
        return list(zip(weights, columns, strict=True))

    def _factored(self) -> WordForm:
        starts = (sum(self.bands[:band]) for band in range(len(self.bands)))
        parts = zip(starts, self._factors(), strict=True)
        bounded = [_bounded(rows, start) for start, (rows, _) in parts]
        lookup = Lookup(BandedRows(bounded), (plain_linear(self.up.weight),), self)
        back = plain_linear(self.up.weight.T)

        def output(bias: nn.Parameter | None) -> InSeat:
            return BandedScores(back, bounded, bias)

        return WordForm(lookup, output)


class BandedRows(nn.Module):
    """Every id in every table, side by side; zeros where it is of another band."""

    def __init__(self, tables: Sequence[Band]) -> None:
        super().__init__()
        self.tables = nn.ModuleList(tables)
        # As numbers: a back end gives its own form of a table the seat of a band.
        self.bounds = [(own.first - 1, own.num_embeddings - 1) for own in tables]

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., sum of the widths)."""
        bands = zip(self.tables, self.bounds, strict=True)
        return torch.cat([own((ids - before).clamp(0, last)) for own, (before, last) in bands], -1)


class BandedScores(InSeat):
    """The scores of all words: those of each band from its own part of what ``back`` makes."""

    def __init__(self, back: nn.Linear, tables: Sequence[Band], bias: nn.Parameter | None) -> None:
        super().__init__(back.in_features, sum(own.num_embeddings - 2 for own in tables))
        self.back, self.bias = back, bias
        self.widths = [own.embedding_dim for own in tables]
        self.outputs = nn.ModuleList(plain_linear(own.weight) for own in tables)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to (..., words)."""
        parts = self.back(x).split(self.widths, -1)
        scores = [own(part)[..., 1:-1] for own, part in zip(self.outputs, parts, strict=True)]
        y = torch.cat(scores, -1)
        return y if self.bias is None else y + self.bias


def _bounded(rows: torch.Tensor, first: int) -> Band:
    """(size, width) as a band of size + 2 rows: zeros before and after."""
    padded = functional.pad(rows, (0, 0, 1, 1))
    band = Band(padded, first)
    take_(band, "weight", padded)
    return band
