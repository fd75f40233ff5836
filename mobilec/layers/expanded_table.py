"""A table of words as a narrow table and a small network that makes wide rows of narrow ones.

    R = Z(T) P^T       T (words, inner), Z the hidden layers, P (width, what Z gives)

The network sees nothing but the word, so all rows can be made beforehand. A phone stores either
what makes them, or the rows.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Self

import torch
from torch import nn

from mobilec.layers.cost import Cost, linear, table
from mobilec.layers.factorized_table import factored_form
from mobilec.layers.forms import DENSE, FACTORED, Forms
from mobilec.layers.group_linear import GroupLinear
from mobilec.layers.plain import InSeat, plain_linear
from mobilec.layers.seat import Sizes
from mobilec.layers.tensors.fitting import least_squares, numerical_rank
from mobilec.layers.tensors.low_rank import low_rank
from mobilec.layers.word_table import Lookup, WordForm, WordTable

LOW_RANK = "factorized rows"
"""The finished rows as two factors, which is exact where the network adds nothing to their rank."""

RIDGE = 0.01
"""Of the mean square of what the hidden layers give, for what the last layer adds: large weights
that cancel each other are nearer in float, and multiply what int8 rounds off."""

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {"gelu": nn.GELU, "none": nn.Identity}
"""Of the hidden layers. With none the rows have no more rank than the narrow table."""


class Hidden(nn.Module):
    """Z: group linear layers with an activation after each. Subclasses say how they are joined."""

    def __init__(self, widths: tuple[int, ...], groups: tuple[int, ...], activation: str) -> None:
        """``widths``: of the outputs of each layer. ``groups``: as many."""
        super().__init__()
        self.widths, self.schedule = widths, groups
        self.layers = nn.ModuleList()
        self.activation = ACTIVATIONS[activation]()

    @property
    @abstractmethod
    def features(self) -> int:
        """What comes out."""

    @abstractmethod
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(..., inner) to (..., features)."""

    @abstractmethod
    def carry_(self, inner: int) -> torch.Tensor:
        """Sets weights with which what comes out still holds x, as far as there is room for it:
        Z(x) C = x. Returns C (features, inner); a column of zeros for a number that is lost."""

    def cost(self) -> Cost:
        """For one token."""
        own = (layer.cost() for layer in self.layers if isinstance(layer, GroupLinear))
        return sum(own, Cost(0, 0, 0))


class ExpandedTable(WordTable):
    """See the module. Parameters: ``table.weight`` (words, inner), ``hidden.layers``, and
    ``reduce.weight`` (width, features)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self._set_sizes_(sizes)
        self.inner: int = sizes["inner"]
        self.own = {name: sizes[name] for name in ("inner", "hidden", "groups", "activation")}
        self.table = nn.Embedding(self.num_embeddings, self.inner, self.padding_idx)
        self.hidden = self.network(
            self.inner, tuple(sizes["hidden"]), tuple(sizes["groups"]), sizes["activation"]
        )
        self.reduce = nn.Linear(self.hidden.features, self.embedding_dim, bias=False)

    @staticmethod
    @abstractmethod
    def network(
        inner: int, widths: tuple[int, ...], groups: tuple[int, ...], activation: str
    ) -> Hidden:
        """Z."""

    @classmethod
    def from_sizes(cls, sizes: Sizes) -> Self:
        return cls(sizes)

    @classmethod
    def from_dense(cls, dense: nn.Embedding, sizes: Sizes) -> Self:
        """Narrow rows by the best factors of a trained table, T D ~ R; hidden layers that carry
        them through, Z(T) C = T; and a last layer P^T = C D + X, where X makes what is still
        missing by least squares. The caller seeds.

        So the rows are at least as near as two factors of this width bring them, and at full width
        they are the table, wherever the hidden layers have room to carry the narrow rows.
        """
        layer = cls(sizes)
        wanted = dense.weight.detach()
        narrow, columns = low_rank(wanted, layer.inner)
        layer.table.weight = nn.Parameter(narrow)
        carried = layer.hidden.to(wanted.dtype).carry_(layer.inner) @ columns
        with torch.no_grad():
            made = layer.hidden(narrow)
            missing = wanted - made @ carried
            last = carried + least_squares(made, missing, RIDGE)
        layer.reduce.weight = nn.Parameter(last.T.contiguous())
        return layer.train(dense.training)

    @classmethod
    def from_scratch(cls, dense: nn.Embedding, sizes: Sizes) -> Self:
        """Random numbers whose rows vary as much as those of ``dense``; the caller seeds."""
        layer = cls(sizes)
        with torch.no_grad():
            wanted, found = dense.weight.std(), layer.rows().std()
            layer.reduce.weight.mul_(wanted / found.clamp(min=1e-12))
        return layer.train(dense.training)

    def sizes(self) -> dict[str, Any]:
        return {**super().sizes(), **self.own}

    def rows(self) -> torch.Tensor:
        made: torch.Tensor = self.reduce(self.hidden(self.table.weight))
        return made

    def looked_up(self, ids: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.reduce(self.hidden(self.table(ids)))
        return found

    def cost(self) -> Cost:
        narrow = table(self.num_embeddings, self.inner)
        return narrow + self.hidden.cost() + linear(self.hidden.features, self.embedding_dim, False)

    def word_forms(self) -> Mapping[str, WordForm]:
        builders: dict[str, Callable[[], WordForm]] = {FACTORED: self._made_by_the_phone}
        rank = self._rank()
        if rank is not None:
            builders[LOW_RANK] = partial(self._low_rank, rank)
        return Forms({**builders, DENSE: self.dense_form})

    def form_costs(self, tied: bool) -> dict[str, Cost]:
        """A tied output layer multiplies with finished rows, or with their factors."""
        dense, factored, rank = self.dense_cost(tied), self.cost(), self._rank()
        costs = {FACTORED: factored + dense if tied else factored}
        if rank is not None:
            words, width = self.num_embeddings, self.embedding_dim
            whole = table(words, rank) + linear(rank, width, False)
            if tied:
                whole += linear(width, rank, False) + linear(rank, words, False, stored=False)
            costs[LOW_RANK] = whole
        return {**costs, DENSE: dense}

    def _rank(self) -> int | None:
        """Of the finished rows, where two factors of that rank are smaller than the rows."""
        rank = numerical_rank(self.rows().detach())
        words, width = self.num_embeddings, self.embedding_dim
        return rank if 0 < rank * (words + 2 * width) < words * width else None

    def _made_by_the_phone(self) -> WordForm:
        narrow = nn.Embedding(self.num_embeddings, self.inner, device="meta")
        narrow.weight = self.table.weight
        lookup = Lookup(narrow, (self.hidden, self.reduce), self)

        def output(bias: nn.Parameter | None) -> nn.Linear | InSeat:
            return plain_linear(self.rows(), bias)

        return WordForm(lookup, output)

    def _low_rank(self, rank: int) -> WordForm:
        rows, columns = low_rank(self.rows(), rank)
        return factored_form(self, nn.Parameter(rows), columns.T.contiguous())
