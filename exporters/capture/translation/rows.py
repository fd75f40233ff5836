"""Methods that take rows of the word table where they took ids: for a file whose caller looks up.

A table that is the output layer too would stand twice in a file whose runtime cannot look rows up
in what it multiplies with. Whoever calls the file can: a row is a few hundred numbers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import cast

import torch
from torch import nn

from exporters.capture.band import Band
from exporters.capture.seats import reseated
from exporters.capture.translation.positions import M2M100Rows
from exporters.decode.state import STANDS_FOR
from exporters.program import Method, Program, TensorSpec

_ROWS = {ids: rows for rows, ids in STANDS_FOR.items()}


@dataclass(frozen=True)
class Tied:
    """An embedding whose weight is an output layer's too.

    ``method`` looks rows up by ``embedding``; ``output`` multiplies by ``linear``. Both are paths.
    ``column``: where the rows begin among those of all tables of the method. ``first``: of a band,
    the id of its first word; None of a table of all words.
    """

    method: str
    embedding: str
    output: str
    linear: str
    column: int = 0
    first: int | None = None


def tied_tables(program: Program) -> tuple[Tied, ...]:
    """Of all methods that take ids; an embedding at several paths is named by its first."""
    linears = {
        id(layer.weight): (method.name, path)
        for method in program.methods
        for path, layer in method.module.named_modules()
        if isinstance(layer, nn.Linear)
    }
    return tuple(
        tied
        for method in program.methods
        if method.inputs[0].name in _ROWS
        for tied in _tied(method, linears)
    )


def _tied(method: Method, linears: Mapping[int, tuple[str, str]]) -> Iterator[Tied]:
    columns: dict[tuple[str, str], int] = {}
    width = 0
    for path, layer in method.module.named_modules():
        if isinstance(layer, nn.Embedding) and (found := linears.get(id(layer.weight))):
            column = columns.setdefault(found, width)
            if column == width:
                width += layer.embedding_dim
            first = layer.first if isinstance(layer, Band) else None
            yield Tied(method.name, path, *found, column, first)


def handed_in(program: Program, rounded: Callable[[str, str], bool]) -> Iterator[Tied]:
    """Those whose rows a caller can look up in what the output layer multiplies by.

    ``rounded(method, path)``: whether a layer becomes int8. A method takes all its rows, as one
    input, or none (it may have its table at a path where nobody looks rows up): rows of one table,
    or of bands, which its network puts side by side. And not where a rule keeps the rows, but not
    the layer, in float.
    """
    for method, all_tied in groupby(tied_tables(program), lambda tied: tied.method):
        own = list(all_tied)
        one = len({(tied.output, tied.linear) for tied in own}) == 1
        side_by_side = one or all(tied.first is not None for tied in own)
        apart = any(
            not rounded(method, tied.embedding) and rounded(tied.output, tied.linear)
            for tied in own
        )
        if side_by_side and not apart:
            yield from own


def taking_rows(method: Method, tied: Sequence[Tied]) -> Method:
    """The method with rows as its first input; ``tied``: its embeddings, as ``handed_in``."""
    hand, tables = _Hand(), {each.embedding: each for each in tied}
    widths = {each.column: _width(method, each.embedding) for each in tied}
    whole = len(widths) == 1

    def handed(path: str, module: nn.Module) -> nn.Module | None:
        if isinstance(module, M2M100Rows):
            return module.counting_all()
        if path not in tables:
            return None
        column = tables[path].column
        return _Handed(hand, None if whole else slice(column, column + widths[column]))

    network = reseated(method.module, handed)
    ids = method.inputs[0]
    rows = TensorSpec(_ROWS[ids.name], torch.float32, (*ids.shape, sum(widths.values())))
    others = method.inputs if getattr(network, "reads_ids", False) else method.inputs[1:]
    module = TakesRows(network, hand, tuple({each.column: each for each in tied}.values()))
    return replace(method, module=module, inputs=(rows, *others))


def _width(method: Method, embedding: str) -> int:
    return cast(nn.Embedding, method.module.get_submodule(embedding)).embedding_dim


def network_of(method: Method) -> nn.Module:
    """What the paths of a method are paths in, whether it takes rows or ids."""
    return method.module.network if isinstance(method.module, TakesRows) else method.module


class _Hand:
    """Holds the rows of the call that is under way."""

    rows: torch.Tensor


class _Handed(nn.Module):
    """Takes the seat of an embedding. What a family does with rows happens around it."""

    def __init__(self, hand: _Hand, columns: slice | None) -> None:
        """``columns``: of this table among those in hand; None where it is the only one."""
        super().__init__()
        self._hand, self._columns = hand, columns

    def forward(self, ids: torch.Tensor) -> torch.Tensor:  # noqa: ARG002  (their rows are here)
        rows = self._hand.rows
        return rows if self._columns is None else rows[..., self._columns]


class TakesRows(nn.Module):
    """Calls a network that asks for ids, with ids that mean nothing.

    transformers' encoders and decoders take ``inputs_embeds`` too, but in some families they are
    scaled already and in others not; here the network does with rows what it does with its own.
    ``tied``: the tables, by their columns. A network that says ``reads_ids`` looks something else
    up by them, and is given them behind the rows.
    """

    def __init__(self, network: nn.Module, hand: _Hand, tied: tuple[Tied, ...]) -> None:
        super().__init__()
        self.network, self._hand, self.tied = network, hand, tied

    def forward(self, rows: torch.Tensor, *rest: torch.Tensor) -> torch.Tensor:
        """rows (..., width) in place of ids (...); the other inputs as they were."""
        self._hand.rows = rows
        if getattr(self.network, "reads_ids", False):
            return self.network(*rest)
        return self.network(rows.new_zeros(rows.shape[:-1], dtype=torch.int64), *rest)
