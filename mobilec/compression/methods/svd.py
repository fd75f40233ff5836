"""svd: each linear layer as two narrow ones, by truncated singular value decomposition.

    W ~ (U_r S_r^1/2) (S_r^1/2 V_r^T)           (Eckart and Young 1936)

With ``weighted`` the error of the outputs on calibration texts is least, not that of the weights
(DRONE, Chen et al., NeurIPS 2021, section 3; here every token counts alike, see ``moments``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from mobilec.compression.linears.layerwise import Layerwise, LayerwiseOptions
from mobilec.compression.ranks.ranked import Rung
from mobilec.compression.ranks.spectrum import lost
from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.tensors.low_rank import singular_values


@dataclass(frozen=True)
class SvdOptions(LayerwiseOptions):
    """``weighted``: cut what the inputs of calibration texts use least."""

    weighted: bool = False


class Svd(Layerwise):
    """See the module."""

    options = SvdOptions
    name = "svd"
    layer = LowRankLinear

    def rungs(self, shape: tuple[int, int], options: SvdOptions) -> tuple[Rung, ...]:  # noqa: ARG002
        """r (out + in) parameters at rank r."""
        return tuple(Rung((r,), r * sum(shape)) for r in range(1, min(shape) + 1))

    def losses(
        self,
        weight: torch.Tensor,
        moment: torch.Tensor | None,
        options: SvdOptions,  # noqa: ARG002
    ) -> tuple[float, ...]:
        """The share of the squared singular values that is left out."""
        return lost(singular_values(weight, moment))

    def sizes(
        self,
        dense: nn.Linear,
        ranks: tuple[int, ...],
        options: SvdOptions,  # noqa: ARG002
    ) -> dict[str, Any]:
        return {
            "in_features": dense.in_features,
            "out_features": dense.out_features,
            "rank": ranks[0],
            "bias": dense.bias is not None,
        }

    def made(
        self, dense: nn.Linear, sizes: Mapping[str, Any], moment: torch.Tensor | None
    ) -> LowRankLinear:
        return LowRankLinear.from_dense(dense, sizes["rank"], moment)

    def weighs(self, options: SvdOptions) -> bool:
        return options.weighted


METHOD = Svd()
