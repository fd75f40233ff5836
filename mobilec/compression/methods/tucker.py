"""tucker: each linear layer as two narrow matrices and a small one between them.

    W ~ U C V        (Tucker 1966; form II of Ren, Wang et al., ICLR 2022, section 4)

With equal ranks it loses what ``svd`` loses: C is there for training, and for ranks that differ.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from mobilec.compression.linears.layerwise import Layerwise, LayerwiseOptions
from mobilec.compression.ranks.ranked import Rung
from mobilec.compression.ranks.spectrum import lost
from mobilec.layers.tensors.low_rank import singular_values
from mobilec.layers.tucker import TuckerLinear


class Tucker(Layerwise):
    """See the module. Two numbers as ``rank`` are those of the outputs and of the inputs."""

    options = LayerwiseOptions
    name = "tucker"
    layer = TuckerLinear

    def rungs(
        self,
        shape: tuple[int, int],
        options: LayerwiseOptions,  # noqa: ARG002
    ) -> tuple[Rung, ...]:
        """r (out + in + r) parameters at the ranks r and r."""
        return tuple(Rung((r, r), r * (sum(shape) + r)) for r in range(1, min(shape) + 1))

    def losses(
        self,
        weight: torch.Tensor,
        moment: torch.Tensor | None,
        options: LayerwiseOptions,  # noqa: ARG002
    ) -> tuple[float, ...]:
        """As of an SVD."""
        return lost(singular_values(weight, moment))

    def made(
        self,
        dense: nn.Linear,
        sizes: Mapping[str, Any],
        moment: torch.Tensor | None,  # noqa: ARG002
    ) -> TuckerLinear:
        outer, inner = sizes["ranks"]
        return TuckerLinear.from_dense(dense, (outer, inner))


METHOD = Tucker()
