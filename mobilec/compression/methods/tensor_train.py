"""tensor-train: each linear layer as a train of small tensors.

    W(i, j) = G_1[i_1, j_1] G_2[i_2, j_2] ... G_d[i_d, j_d]     (Novikov et al. 2015, section 4)

The errors by which a budget is shared out are the bound of Oseledets 2011, theorem 2.2: squared,
the train loses at most the sum of what each of its cuts loses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import torch
from torch import nn

from exporters.errors import Refused
from mobilec.compression.linears.layerwise import Layerwise, LayerwiseOptions
from mobilec.compression.ranks.ranked import Rung
from mobilec.compression.ranks.spectrum import lost
from mobilec.layers.tensor_train import TensorTrainLinear, foldings
from mobilec.layers.tensors.low_rank import singular_values
from mobilec.layers.tensors.modes import padding
from mobilec.layers.tensors.tensor_train import cuts_of, largest_ranks, parameters

CORES = (2, 4)
"""The fewest and the most cores of a layer: Core ML takes tensors of five axes."""


@dataclass(frozen=True)
class TensorTrainOptions(LayerwiseOptions):
    """``cores``: tensors a layer. A list as ``rank`` has a number for each pair of neighbours."""

    cores: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        fewest, most = CORES
        if not fewest <= self.cores <= most:
            raise Refused(f"cores is {self.cores}; a train has {fewest} to {most}")


class TensorTrain(Layerwise):
    """See the module."""

    options = TensorTrainOptions
    name = "tensor-train"
    layer = TensorTrainLinear

    def rungs(self, shape: tuple[int, int], options: TensorTrainOptions) -> tuple[Rung, ...]:
        """One rank for all places, where a place has less its largest."""
        rows, columns = foldings(shape[1], shape[0], options.cores)
        largest = largest_ranks(rows, columns)
        ranks = [tuple(min(r, most) for most in largest) for r in range(1, max(largest) + 1)]
        return tuple(Rung(each, parameters(rows, columns, each)) for each in ranks)

    def losses(
        self,
        weight: torch.Tensor,
        moment: torch.Tensor | None,  # noqa: ARG002
        options: TensorTrainOptions,
    ) -> tuple[float, ...]:
        """The bound, at most all."""
        rows, columns = foldings(weight.shape[1], weight.shape[0], options.cores)
        tails = [lost(singular_values(cut)) for cut in cuts_of(weight, rows, columns)]
        longest = max(map(len, tails))
        return tuple(
            min(1.0, sum(tail[at] for tail in tails if at < len(tail))) for at in range(longest)
        )

    def made(
        self,
        dense: nn.Linear,
        sizes: Mapping[str, Any],
        moment: torch.Tensor | None,  # noqa: ARG002
    ) -> TensorTrainLinear:
        return TensorTrainLinear.from_dense(dense, tuple(sizes["ranks"]))

    def note(self, dense: nn.Linear, sizes: Mapping[str, Any]) -> str:
        """The folding, and padding where there is no other way."""
        rows, columns = foldings(dense.in_features, dense.out_features, len(sizes["ranks"]) + 1)
        folded = " x ".join(f"({m}, {n})" for m, n in zip(rows, columns, strict=True))
        out, into = padding(dense.out_features, rows), padding(dense.in_features, columns)
        if not out and not into:
            return folded
        return f"{folded}, padded to {prod(rows)} x {prod(columns)}: no balanced factors"


METHOD = TensorTrain()
