"""From scores by distance to scores by key, without a gather.

out[:, i, j] = in[:, i, time - 1 - i + j]

In memory each row of the result starts one element earlier in its row than the row above, so it
is a view of the same memory with another stride (the relative shift of Dai et al. 2019, appendix
B, for distances of both signs). A ``torch.gather`` is a loop over single elements in a .pte
(benchmarks/README.md, "skew").
"""

import torch
from torch import nn


class Skew(nn.Module):
    """A flat cut and a narrower view: operators that every runtime has."""

    def forward(self, scores: torch.Tensor) -> torch.Tensor:
        """(n, time, 2 time) to (n, time, time)."""
        count, time, width = scores.shape
        narrower = width - 1
        flat = scores.reshape(count, -1)[:, time - 1 : time - 1 + time * narrower]
        return flat.reshape(count, time, narrower)[:, :, :time]


class StridedSkew(nn.Module):
    """Takes the seat of ``Skew`` where the runtime copies a strided view in one operator.

    ExecuTorch has it (``as_strided_copy``). Scores must be contiguous.
    """

    def forward(self, scores: torch.Tensor) -> torch.Tensor:
        """(n, time, 2 time) to (n, time, time)."""
        count, time, width = scores.shape
        return torch.as_strided(scores, (count, time, time), (time * width, width - 1, 1), time - 1)
