"""Least squares, and the rank of matrices that rounding has touched."""

import torch

from mobilec.layers.tensors.fitting import least_squares, numerical_rank


def matrix(rows: int, width: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(rows, width, generator=torch.Generator().manual_seed(seed))


def test_what_is_linear_is_found():
    inputs, weights = matrix(50, 6), matrix(6, 4, 1)
    torch.testing.assert_close(least_squares(inputs, inputs @ weights, 1e-9), weights)


def test_no_other_weights_are_nearer():
    inputs, wanted = matrix(50, 6), matrix(50, 4, 1)
    best = (inputs @ least_squares(inputs, wanted, 1e-9) - wanted).norm()
    for seed in range(5):
        other = least_squares(inputs, wanted, 1e-9) + 0.01 * matrix(6, 4, seed)
        assert (inputs @ other - wanted).norm() > best


def test_dependent_inputs_get_small_weights():
    """Without a bound their weights would cancel each other, far beyond float32."""
    inputs = matrix(50, 3)
    twice = torch.cat((inputs, inputs + 1e-8 * matrix(50, 3, 1)), 1)
    found = least_squares(twice, inputs @ matrix(3, 2, 2), 1e-6)
    assert found.abs().max() < 2 * matrix(3, 2, 2).abs().max()


def test_rank_is_that_before_rounding():
    assert numerical_rank(matrix(40, 3) @ matrix(3, 20, 1)) == 3
    assert numerical_rank(matrix(40, 20)) == 20
    assert numerical_rank(torch.zeros(4, 3)) == 0
