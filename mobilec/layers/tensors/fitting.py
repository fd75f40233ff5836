"""Least squares, and the rank of a matrix as floating point numbers see it."""

import torch

from mobilec.layers.tensors.low_rank import singular_values

ROUNDING = 1e-6
"""Of the largest singular value: what float32 leaves of one that is zero."""

_DEPENDENT = 1e-10
"""Of the largest eigenvalue of the normal equations: below it inputs depend on each other, and what
they say of their difference is rounding."""


def least_squares(inputs: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """X (inputs, outputs) with the least |A X - B|_F for A (rows, inputs), B (rows, outputs), and
    of these the smallest.

    By the normal equations in float64, X = (A^T A)^+ A^T B: rows are many and inputs few.
    """
    a, b = inputs.double(), wanted.double()
    values, vectors = torch.linalg.eigh(a.T @ a)
    kept = values > _DEPENDENT * values[-1]
    basis = vectors[:, kept]
    found = basis @ ((basis.T @ (a.T @ b)) / values[kept, None])
    return found.to(wanted.dtype)


def numerical_rank(matrix: torch.Tensor) -> int:
    """How many singular values are more than rounding."""
    values = singular_values(matrix)
    return int((values > ROUNDING * values[0]).sum()) if values[0] > 0 else 0
