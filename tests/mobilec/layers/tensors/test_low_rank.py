import pytest
import torch
from scipy.linalg import svd

from mobilec.layers.tensors.low_rank import low_rank, low_rank_rows, singular_values

MATRIX = torch.randn(12, 9, generator=torch.Generator().manual_seed(0))


def test_the_error_is_that_of_the_values_left_out():
    """Eckart and Young: |W - W_r|^2 is the sum of the squares of the other singular values."""
    values = singular_values(MATRIX)
    for rank in (1, 4, 8):
        up, down = low_rank(MATRIX, rank)
        left_out = values[rank:].square().sum().sqrt()
        assert (up @ down - MATRIX).norm() == pytest.approx(float(left_out), rel=1e-5)


def test_weighting_lowers_the_error_of_outputs_and_raises_that_of_the_weight():
    scale = torch.linspace(0.1, 4, 9)
    x = torch.randn(400, 9, generator=torch.Generator().manual_seed(1)) * scale
    plain = low_rank(MATRIX, 3)
    weighted = low_rank(MATRIX, 3, x.T @ x / len(x))

    def errors(factors):
        difference = factors.up @ factors.down - MATRIX
        return (difference @ x.T).norm(), difference.norm()

    assert errors(weighted)[0] < 0.95 * errors(plain)[0]
    assert errors(weighted)[1] > errors(plain)[1]


def test_inputs_that_never_vary_do_no_harm():
    """A second moment without full rank: full rank of the factors is exact all the same."""
    x = torch.randn(3, 9, generator=torch.Generator().manual_seed(2))
    up, down = low_rank(MATRIX, 9, x.T @ x)
    torch.testing.assert_close(up @ down, MATRIX, rtol=0, atol=1e-4)
    up, down = low_rank(MATRIX, 9, torch.zeros(9, 9))
    assert bool(torch.isfinite(up @ down).all())


def weighted_error(factors, counts: torch.Tensor) -> float:
    difference = factors.up @ factors.down - MATRIX
    return float((counts[:, None] * difference.square()).sum().sqrt())


def test_rows_that_count_more_lose_less():
    """The least weighted error is that of the singular values of the weighted rows, by scipy."""
    counts = torch.tensor([900, 400, 100, 50, 9, 7, 5, 3, 2, 1, 1, 0])
    values = svd(counts.sqrt()[:, None] * MATRIX, compute_uv=False)
    for rank in (1, 3, 6):
        found = weighted_error(low_rank_rows(MATRIX, rank, counts), counts)
        assert found == pytest.approx(float((values[rank:] ** 2).sum() ** 0.5), rel=1e-3)
        assert found < 0.9 * weighted_error(low_rank(MATRIX, rank), counts)


def test_rows_that_count_alike_are_cut_as_without_counts():
    for counts in (torch.full((12,), 5), torch.zeros(12)):
        plain, even = low_rank(MATRIX, 4), low_rank_rows(MATRIX, 4, counts)
        torch.testing.assert_close(even.up @ even.down, plain.up @ plain.down, rtol=0, atol=1e-5)
