"""Least squares, and the rank of a matrix as floating point numbers see it."""

import torch

from mobilec.layers.tensors.low_rank import singular_values

ROUNDING = 1e-6
"""Of the largest singular value: what float32 leaves of one that is zero."""


def least_squares(inputs: torch.Tensor, wanted: torch.Tensor, ridge: float) -> torch.Tensor:
    """X (inputs, outputs) with the least |A X - B|_F^2 + r |X|_F^2 for A (rows, inputs) and
    B (rows, outputs). ``ridge``: r, as a share of the mean square of A's columns.

    By the normal equations in float64, (A^T A + r) X = A^T B: rows are many and inputs few.
    """
    a, b = inputs.double(), wanted.double()
    square = a.T @ a
    mean = float(square.diagonal().mean())
    square.diagonal().add_(ridge * mean if mean > 0 else 1.0)
    found: torch.Tensor = torch.linalg.solve(square, a.T @ b)
    return found.to(wanted.dtype)


def numerical_rank(matrix: torch.Tensor) -> int:
    """How many singular values are more than rounding."""
    values = singular_values(matrix)
    return int((values > ROUNDING * values[0]).sum()) if values[0] > 0 else 0
