"""albert-embedding: a table of words as a narrow table and a projection.

    V x H  becomes  V x E and E x H             (ALBERT, Lan et al., ICLR 2020, section 3.1)

The factors are those of the truncated singular value decomposition of the trained table, or random
ones for training. A tied output layer stays tied to them. ``weighted`` counts each row as often as
the data has its word (see ``mobilec.layers.tensors.low_rank``): frequent words keep their meaning,
where without it all share the loss.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from exporters.errors import Refused
from mobilec.compression.tables.tablewise import Tablewise, TablewiseOptions, refuse_width
from mobilec.layers.factorized_table import FactorizedTable


@dataclass(frozen=True, kw_only=True)
class AlbertOptions(TablewiseOptions):
    """``width``: E, the numbers that each word keeps. ``weighted``: rows count as often as the
    data has their words."""

    width: int
    weighted: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.weighted and self.start == "scratch":
            raise Refused(
                "weighted says how a trained table is cut, and start: scratch does not look at it; "
                "leave one of them out"
            )


class AlbertEmbedding(Tablewise):
    """See the module."""

    options = AlbertOptions
    name = "albert-embedding"
    layer = FactorizedTable

    def default(self, options: AlbertOptions) -> int:
        return options.width

    def own_sizes(
        self,
        dense: nn.Embedding,
        value: Any,
        options: AlbertOptions,  # noqa: ARG002
    ) -> Mapping[str, Any]:
        return {"inner": refuse_width(self.name, dense, value)}

    def weighs(self, options: AlbertOptions) -> bool:
        return options.weighted

    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: AlbertOptions,
        counts: torch.Tensor | None,
    ) -> FactorizedTable:
        if options.start == "scratch":
            return FactorizedTable.from_scratch(dense, sizes)
        return FactorizedTable.from_dense(dense, sizes, counts)


METHOD = AlbertEmbedding()
