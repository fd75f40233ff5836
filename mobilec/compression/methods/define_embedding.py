"""define-embedding: narrow rows, expanded and reduced by a small network of group linear layers.

    V x H  becomes  V x d_i, an expansion to k, and a reduction to H

(DeFINE, Mehta et al., ICLR 2020, section 3; the equations stand in
``mobilec.layers.define_table``.) At export a phone gets either what makes the rows or the finished
rows, by bytes and multiply-adds. A tied output layer multiplies with finished rows.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

from exporters.errors import Refused
from mobilec.compression.tables.expandedwise import ExpandedOptions, Expandedwise
from mobilec.compression.tables.tablewise import refuse_width
from mobilec.layers.define_table import DefineTable, define_groups, define_widths


@dataclass(frozen=True, kw_only=True)
class DefineOptions(ExpandedOptions):
    """``expand``: k, the widest layer; unasked four times the width. ``depth``: N, layers that
    expand. ``groups``: g_max, those of the first layer."""

    expand: int | None = None
    depth: int = 3
    groups: int = 4


class DefineEmbedding(Expandedwise):
    """See the module."""

    options = DefineOptions
    name = "define-embedding"
    layer = DefineTable

    def own_sizes(
        self, dense: nn.Embedding, value: Any, options: DefineOptions
    ) -> Mapping[str, Any]:
        width = refuse_width(self.name, dense, value)
        groups = define_groups(options.groups, options.depth)
        step = math.lcm(*groups)
        if width % step:
            near = max(step, round(width / step) * step)
            raise Refused(
                f"{self.name}: a width of {width} cannot be split into {options.groups} groups, "
                f"those of its first layer; {near} can"
            )
        widest = options.expand or 4 * width
        if widest < width:
            raise Refused(f"{self.name}: to expand {width} numbers to {widest} makes them fewer")
        return {
            "inner": width,
            "hidden": list(define_widths(width, widest, groups)),
            "groups": list(groups),
            "activation": options.activation,
        }


METHOD = DefineEmbedding()
