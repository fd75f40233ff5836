"""Methods that take rows of the word table where they took ids: for a file whose caller looks up.

A table that is the output layer too would stand twice in a file whose runtime cannot look rows up
in what it multiplies with. Whoever calls the file can: a row is a few hundred numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import torch
from torch import nn

from exporters.capture.seats import reseated
from exporters.decode.layout import IDS, TOKEN
from exporters.program import Method, Program, TensorSpec

STANDS_FOR = {"source_rows": IDS, "token_rows": TOKEN}
"""The input that takes rows to the one whose ids they stand for."""
_ROWS = {ids: rows for rows, ids in STANDS_FOR.items()}


@dataclass(frozen=True)
class Tied:
    """An embedding whose weight is an output layer's too.

    ``method`` looks rows up by ``embedding``; ``output`` multiplies by ``linear``. Both are paths.
    """

    method: str
    embedding: str
    output: str
    linear: str


def tied_tables(program: Program) -> tuple[Tied, ...]:
    """Of all methods that take ids; an embedding at several paths is named by its first."""
    linears = {
        id(layer.weight): (method.name, path)
        for method in program.methods
        for path, layer in method.module.named_modules()
        if isinstance(layer, nn.Linear)
    }
    return tuple(
        Tied(method.name, path, *linears[id(layer.weight)])
        for method in program.methods
        if method.inputs[0].name in _ROWS
        for path, layer in method.module.named_modules()
        if isinstance(layer, nn.Embedding) and id(layer.weight) in linears
    )


def in_one_table(tied: Sequence[Tied]) -> bool:
    """Whether all embeddings of one method look rows up in one table: only then can they be handed
    in. A table in bands is several, with rows of several widths."""
    return len({(each.output, each.linear) for each in tied}) == 1


def taking_rows(method: Method, tied: Sequence[Tied]) -> Method:
    """The method with rows as its first input; ``tied``: its embeddings, all of one table."""
    hand, paths = _Hand(), {each.embedding for each in tied}
    network = reseated(method.module, lambda path, _: _Handed(hand) if path in paths else None)
    table = cast(nn.Embedding, method.module.get_submodule(tied[0].embedding))
    ids = method.inputs[0]
    rows = TensorSpec(_ROWS[ids.name], torch.float32, (*ids.shape, table.embedding_dim))
    module = TakesRows(network, hand, tied[0])
    return replace(method, module=module, inputs=(rows, *method.inputs[1:]))


def network_of(method: Method) -> nn.Module:
    """What the paths of a method are paths in, whether it takes rows or ids."""
    return method.module.network if isinstance(method.module, TakesRows) else method.module


class _Hand:
    """Holds the rows of the call that is under way."""

    rows: torch.Tensor


class _Handed(nn.Module):
    """Takes the seat of an embedding. What a family does with rows happens around it."""

    def __init__(self, hand: _Hand) -> None:
        super().__init__()
        self._hand = hand

    def forward(self, ids: torch.Tensor) -> torch.Tensor:  # noqa: ARG002  (their rows are here)
        return self._hand.rows


class TakesRows(nn.Module):
    """Calls a network that asks for ids, with ids that mean nothing.

    transformers' encoders and decoders take ``inputs_embeds`` too, but in some families they are
    scaled already and in others not; here the network does with rows what it does with its own.
    """

    def __init__(self, network: nn.Module, hand: _Hand, tied: Tied) -> None:
        super().__init__()
        self.network, self._hand, self.tied = network, hand, tied

    def forward(self, rows: torch.Tensor, *rest: torch.Tensor) -> torch.Tensor:
        """rows (..., width) in place of ids (...); the other inputs as they were."""
        self._hand.rows = rows
        return self.network(rows.new_zeros(rows.shape[:-1], dtype=torch.int64), *rest)
