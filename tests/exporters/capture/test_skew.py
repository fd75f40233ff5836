import pytest
import torch
from torch import nn

from exporters.capture.skew import Skew, StridedSkew


@pytest.mark.parametrize("skew", [Skew(), StridedSkew()])
@pytest.mark.parametrize("time", [1, 2, 7])
def test_equals_gather(skew: nn.Module, time: int) -> None:
    scores = torch.randn(3, time, 2 * time, generator=torch.Generator().manual_seed(time))
    row, column = torch.arange(time)[:, None], torch.arange(time)[None]
    index = (time - 1 - row + column).expand(3, time, time)
    assert torch.equal(skew(scores), scores.gather(2, index))
