"""What DeFINE and DExTra have together: rows that a small network makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from exporters.errors import Refused
from mobilec.compressed.words import WordSeats
from mobilec.compression.tables.tablewise import Tablewise, TablewiseOptions
from mobilec.layers.expanded_table import ACTIVATIONS, ExpandedTable
from mobilec.layers.word_table import WordTable

_TIED = (
    "a tied output layer multiplies with finished rows, so an exported file holds all {size} "
    "numbers of them"
)


@dataclass(frozen=True, kw_only=True)
class ExpandedOptions(TablewiseOptions):
    """``width``: d_i, the numbers that each word keeps. ``activation``: of the hidden layers, gelu
    or none. ``groups`` and ``depth`` are those of the network."""

    width: int
    activation: str = "gelu"
    depth: int
    groups: int

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.activation not in ACTIVATIONS:
            raise Refused(
                f"activation is {self.activation!r}; it can be {' or '.join(ACTIVATIONS)}"
            )
        if self.depth < 1:
            raise Refused(f"depth is {self.depth}; at least one layer expands")
        if self.groups < 1 or self.groups & (self.groups - 1):
            raise Refused(f"groups is {self.groups}; it should be a power of two")


class Expandedwise(Tablewise):
    """See ``mobilec.compression.method.Method``."""

    layer: type[ExpandedTable]

    def default(self, options: ExpandedOptions) -> int:
        return options.width

    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: ExpandedOptions,
        counts: torch.Tensor | None,  # noqa: ARG002
    ) -> ExpandedTable:
        if options.start == "scratch":
            return self.layer.from_scratch(dense, sizes)
        return self.layer.from_dense(dense, sizes)

    def note(self, seats: WordSeats, layer: WordTable) -> str:
        size = layer.num_embeddings * layer.embedding_dim
        finished = seats.outputs and layer.sizes()["activation"] != "none"
        tied = (_TIED.format(size=size),) if finished else ()
        return "; ".join(filter(None, (super().note(seats, layer), *tied)))
