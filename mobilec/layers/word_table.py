"""What all compressed tables of words have together, and how an output layer stays tied to one.

A table stands in the seat of an ``nn.Embedding``; where encoder and decoder share it, in several.
An output layer that multiplied with the table multiplies with the compressed one. So a form is
chosen for all of them at once: a ``WordForm``.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional

from mobilec.layers.cost import Cost, linear, vector
from mobilec.layers.forms import Forms
from mobilec.layers.plain import InSeat, plain_linear, take_
from mobilec.layers.seat import CompressedLayer, Sizes

MakeOutput = Callable[[nn.Parameter | None], nn.Linear | InSeat]
"""From a bias (words,), or None, to the module that takes the seat of an output layer."""


@dataclass(frozen=True)
class WordForm:
    """A table and its tied output layers as plain modules. ``lookup``: ids (...) to rows
    (..., width). What both use is one parameter, so a file stores it once.
    """

    lookup: nn.Module
    output: MakeOutput


class WordTable(CompressedLayer):
    """rows(ids) = scale * R[ids] with an R (words, width) that is stored as something smaller.

    ``scale``: what BART, mBART and M2M100 multiply looked up rows with (the square root of the
    width); output layers do not. ``padding_idx``: the word whose row is never trained, or None.
    ``weight`` is None, see ``mobilec.layers.plain.InSeat``.
    """

    weight = None
    num_embeddings: int
    embedding_dim: int
    padding_idx: int | None
    scale: float

    def _set_sizes_(self, sizes: Sizes) -> None:
        self.num_embeddings, self.embedding_dim = sizes["words"], sizes["width"]
        self.padding_idx, self.scale = sizes["padding"], sizes["scale"]

    def sizes(self) -> dict[str, Any]:
        return {
            "words": self.num_embeddings,
            "width": self.embedding_dim,
            "padding": self.padding_idx,
            "scale": self.scale,
        }

    @abstractmethod
    def rows(self) -> torch.Tensor:
        """R (words, width), with its gradient."""

    @abstractmethod
    def looked_up(self, ids: torch.Tensor) -> torch.Tensor:
        """R[ids]: (...) int64 to (..., width)."""

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., width)."""
        found = self.looked_up(input)
        return found if self.scale == 1 else found * self.scale

    def scores(self, x: torch.Tensor) -> torch.Tensor:
        """x R^T: (..., width) to (..., words), as a tied output layer multiplies."""
        return functional.linear(x, self.rows())

    def to_dense(self) -> nn.Embedding:
        """The plain table that computes the same, its scale included."""
        return plain_table(self.rows() * self.scale).train(self.training)

    @abstractmethod
    def word_forms(self) -> Mapping[str, WordForm]:
        """Ways to execute it and what is tied to it, by name."""

    @abstractmethod
    def form_costs(self, tied: bool) -> Mapping[str, Cost]:
        """What each of them costs; ``tied``: with an output layer, without its bias."""

    def forms(self) -> Mapping[str, nn.Module]:
        forms = self.word_forms()
        return Forms({name: _lookup_of(forms, name) for name in forms})

    def dense_form(self) -> WordForm:
        """Finished rows: nothing to compute for a lookup."""
        table = plain_table(self.rows())
        return WordForm(Lookup(table, (), self), output_on(table))

    def dense_cost(self, tied: bool) -> Cost:
        """Of ``dense_form``."""
        stored = linear(self.embedding_dim, self.num_embeddings, bias=False)
        return Cost(stored.parameters, stored.int8_bytes, stored.multiply_adds if tied else 0)

    def output_multiply_adds(self) -> int:
        """For the scores of one token, as the layer is stored."""
        return self.embedding_dim * self.num_embeddings

    def extra_repr(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.sizes().items())


class TiedOutput(nn.Module):
    """y = R x + b in the seat of an ``nn.Linear``, with the R of a table in another seat."""

    weight = None

    def __init__(self, table: WordTable, bias: nn.Parameter | None) -> None:
        super().__init__()
        self.table, self.bias = table, bias
        self.in_features, self.out_features = table.embedding_dim, table.num_embeddings

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., width) to (..., words)."""
        y = self.table.scores(x)
        return y if self.bias is None else y + self.bias

    def cost(self) -> Cost:
        """What it multiplies; the table is stored where words are looked up."""
        bias = Cost(0, 0, 0) if self.bias is None else vector(self.out_features)
        return bias + Cost(0, 0, self.table.output_multiply_adds())


class Lookup(nn.Module):
    """A plain table, linears after it, and the factor of the rows.

    It has the sizes and, as None, the weight that the code around an embedding asks for.
    """

    weight = None

    def __init__(self, table: nn.Module, stages: Sequence[nn.Module], like: WordTable) -> None:
        """``like``: whose seat it takes."""
        super().__init__()
        self.num_embeddings, self.embedding_dim = like.num_embeddings, like.embedding_dim
        self.table, self.scale = table, like.scale
        self.stages = nn.ModuleList(stages)
        self.train(like.training)

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """(...) int64 to (..., width)."""
        x = self.table(input)
        for stage in self.stages:
            x = stage(x)
        return x if self.scale == 1 else x * self.scale


def plain_table(rows: torch.Tensor) -> nn.Embedding:
    """A plain table on ``rows`` (words, width). A parameter is taken as it is, so that it stays
    shared."""
    table = nn.Embedding(len(rows), rows.shape[1], device="meta")
    take_(table, "weight", rows)
    return table


def output_on(table: nn.Embedding) -> MakeOutput:
    """Makes output layers whose weight is that of ``table``."""
    return lambda bias: plain_linear(table.weight, bias)


def _lookup_of(forms: Mapping[str, WordForm], name: str) -> Callable[[], nn.Module]:
    return lambda: forms[name].lookup
