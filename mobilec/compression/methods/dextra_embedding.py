"""dextra-embedding: narrow rows through a deeper and wider network with more groups, shuffled.

    V x H  becomes  V x d_i, N/2 layers up to m_w d_i and N/2 layers down to H

(DeLighT, Mehta et al., ICLR 2021, section 3.1; the equations stand in
``mobilec.layers.dextra_table``.) At export a phone gets either what makes the rows or the finished
rows, by bytes and multiply-adds. A tied output layer multiplies with finished rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from exporters.errors import Refused
from mobilec.compression.tables.expandedwise import ExpandedOptions, Expandedwise
from mobilec.compression.tables.tablewise import refuse_width
from mobilec.layers.dextra_table import DextraTable, dextra_groups, dextra_widths


@dataclass(frozen=True, kw_only=True)
class DextraOptions(ExpandedOptions):
    """``multiplier``: m_w, how many times the width the widest layer has. ``depth``: N, an even
    number of layers. ``groups``: g_max, a power of two."""

    multiplier: float = 4.0
    depth: int = 4
    groups: int = 4

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.depth < 2 or self.depth % 2:
            raise Refused(f"depth is {self.depth}; as many layers expand as reduce: 2, 4, 6 ...")
        if self.multiplier < 1:
            raise Refused(f"multiplier is {self.multiplier}; layers that expand do not narrow")


class DextraEmbedding(Expandedwise):
    """See the module."""

    options = DextraOptions
    name = "dextra-embedding"
    layer = DextraTable

    def own_sizes(
        self, dense: nn.Embedding, value: Any, options: DextraOptions
    ) -> Mapping[str, Any]:
        width = refuse_width(self.name, dense, value)
        groups = dextra_groups(options.groups, options.depth)
        widest = round(width * options.multiplier)
        return {
            "inner": width,
            "hidden": list(dextra_widths(width, widest, dense.embedding_dim, groups)),
            "groups": list(groups),
            "activation": options.activation,
        }


METHOD = DextraEmbedding()
