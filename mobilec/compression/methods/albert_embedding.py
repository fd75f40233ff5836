"""albert-embedding: a table of words as a narrow table and a projection.

    V x H  becomes  V x E and E x H             (ALBERT, Lan et al., ICLR 2020, section 3.1)

The factors are those of the truncated singular value decomposition of the trained table, or random
ones for training. A tied output layer stays tied to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from mobilec.compression.method import Context
from mobilec.compression.tablewise import Tablewise, TablewiseOptions, refuse_width
from mobilec.layers.factorized_table import FactorizedTable


@dataclass(frozen=True, kw_only=True)
class AlbertOptions(TablewiseOptions):
    """``width``: E, the numbers that each word keeps."""

    width: int


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

    def made(
        self,
        dense: nn.Embedding,
        sizes: Mapping[str, Any],
        options: AlbertOptions,
        context: Context,  # noqa: ARG002
    ) -> FactorizedTable:
        if options.start == "scratch":
            return FactorizedTable.from_scratch(dense, sizes)
        return FactorizedTable.from_dense(dense, sizes)


METHOD = AlbertEmbedding()
