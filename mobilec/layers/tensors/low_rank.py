"""A matrix as the product of two narrow ones.

    W ~ U_r S_r V_r^T = (U_r S_r^1/2) (S_r^1/2 V_r^T)

is the best product of rank r in the Frobenius norm (Eckart and Young 1936). The root of the
singular values goes to both sides, so that neither factor is much larger than the other.

What counts is the error of the outputs. For inputs x with the second moment M = E[x x^T],

    E |W x - W' x|^2 = |(W - W') M^1/2|_F^2

so W M^1/2 is cut instead, and the root taken back on the right (DRONE, Chen et al., NeurIPS 2021,
section 3; truncation after whitening in SVD-LLM, Wang et al., ICLR 2025, section 3.1).

For a table of words it is rows that count, each as often as it is looked up. For counts c

    sum_i c_i |R_i - T_i P^T|^2 = |diag(c)^1/2 (R - T P^T)|_F^2

is least where P holds the first right singular vectors of diag(c)^1/2 R, and T = R P (frequencies
as weights: GroupReduce, Chen et al., NeurIPS 2018, section 3).
"""

from typing import NamedTuple

import torch
from tensorly.tenalg.svd import svd_interface

from mobilec.layers.tensors.library import on_torch

DAMPING = 1e-4
"""Added to the second moment, of its mean eigenvalue: directions that no calibration text used
must not be thrown away for nothing, and the root needs an inverse."""


class LowRank(NamedTuple):
    """``up`` (rows, rank) times ``down`` (rank, width)."""

    up: torch.Tensor
    down: torch.Tensor


def low_rank(matrix: torch.Tensor, rank: int, moment: torch.Tensor | None = None) -> LowRank:
    """The best factors of ``matrix`` (rows, width), in its dtype.

    ``moment``: (width, width) second moment of what it is multiplied with; None weighs all
    directions alike.
    """
    exact = matrix.detach().double()
    if moment is None:
        return _to(matrix.dtype, *_cut(exact, rank))
    root, inverse = _roots(moment)
    up, down = _cut(exact @ root, rank)
    return _to(matrix.dtype, up, down @ inverse)


def low_rank_rows(matrix: torch.Tensor, rank: int, counts: torch.Tensor) -> LowRank:
    """The factors of ``matrix`` (rows, width) that are best where each row counts ``counts``
    (rows,) times. A row that never came counts a little, by ``DAMPING`` of the mean."""
    exact, times = matrix.detach().double(), counts.to(matrix.device).double()
    weights = (times + max(float(times.mean()), 1.0) * DAMPING).sqrt()
    _, down = _cut(weights[:, None] * exact, rank)
    basis = torch.linalg.qr(down.T).Q
    return _to(matrix.dtype, exact @ basis, basis.T)


def singular_values(matrix: torch.Tensor, moment: torch.Tensor | None = None) -> torch.Tensor:
    """(min(rows, width),) in falling order, of ``matrix`` as ``low_rank`` cuts it."""
    exact = matrix.detach().double()
    return torch.linalg.svdvals(exact if moment is None else exact @ _roots(moment)[0])


def _cut(matrix: torch.Tensor, rank: int) -> LowRank:
    with on_torch():
        left, values, right = svd_interface(matrix, method="truncated_svd", n_eigenvecs=rank)
    root = values.sqrt()
    return LowRank(left * root, root[:, None] * right)


def _roots(moment: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The symmetric root of a damped second moment, and its inverse; of inputs that are all zero
    the identity."""
    values, vectors = torch.linalg.eigh(moment.detach().double())
    mean = float(values.clamp(min=0).mean())
    roots = (values.clamp(min=0) + (DAMPING * mean if mean > 0 else 1.0)).sqrt()
    return (vectors * roots) @ vectors.T, (vectors / roots) @ vectors.T


def _to(dtype: torch.dtype, up: torch.Tensor, down: torch.Tensor) -> LowRank:
    return LowRank(up.to(dtype).contiguous(), down.to(dtype).contiguous())
