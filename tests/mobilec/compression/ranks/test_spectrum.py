import pytest
import torch

from mobilec.compression.ranks.spectrum import lost, rank_at_energy

VALUES = torch.tensor([3.0, 2.0, 1.0])


def test_the_least_rank_that_keeps_the_energy():
    assert [rank_at_energy(VALUES, e) for e in (0.1, 9 / 14, 0.65, 13 / 14, 1.0)] == [1, 1, 2, 2, 3]


def test_what_is_left_out():
    assert lost(VALUES) == pytest.approx((5 / 14, 1 / 14, 0))


def test_a_matrix_of_zeros_loses_nothing():
    assert lost(torch.zeros(2)) == (0, 0)
    assert rank_at_energy(torch.zeros(2), 0.5) in (1, 2)
