"""Ranges that linears see, on a network small enough to follow by hand."""

import pytest
import torch
from torch import nn

from exporters.errors import Refused
from exporters.precision.calibration import Range, linear_ranges


class _Twice(nn.Module):
    """x -> -2x -> -2 * max(-2x, 0), by one linear that stands at two paths."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Linear(1, 1, bias=False)
        self.first.weight.data.fill_(-2.0)
        self.second = self.first
        self.unused = nn.Linear(1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(torch.relu(self.first(x)))


def _samples(*rows: list[float]) -> list[tuple[torch.Tensor]]:
    return [(torch.tensor(row)[:, None],) for row in rows]


def test_ranges_over_all_samples_and_uses() -> None:
    found = linear_ranges(_Twice(), _samples([1.0, 2.0], [-3.0]))
    (path,) = found
    incoming, outgoing = found[path].incoming, found[path].outgoing
    assert path == "first"
    assert (incoming.smallest, incoming.largest) == (-3.0, 6.0)
    assert (outgoing.smallest, outgoing.largest) == (-12.0, 6.0)


def test_zero_is_always_inside() -> None:
    above, below = torch.tensor([2.0, 5.0]), torch.tensor([-2.0, -5.0])
    assert (Range().with_values(above).smallest, Range().with_values(below).largest) == (0.0, 0.0)


def test_one_huge_value_in_a_thousand_spoils_a_range() -> None:
    usual = torch.linspace(-1.0, 1.0, 4000)
    assert not Range().with_values(usual).spoiled
    assert not Range().with_values(usual * 100).with_values(usual).spoiled
    outlier = usual.clone()
    outlier[0] = 100.0
    assert Range().with_values(usual).with_values(outlier).spoiled


def test_without_samples_it_is_refused() -> None:
    with pytest.raises(Refused, match="--calibrate FILE"):
        linear_ranges(_Twice(), [])


def test_the_network_is_left_without_hooks_even_when_a_sample_fails() -> None:
    network = _Twice()
    with pytest.raises(RuntimeError):
        linear_ranges(network, [(torch.ones(1, 7),)])
    assert not network.first._forward_hooks
