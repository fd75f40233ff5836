"""Ranks that follow from singular values."""

import torch


def rank_at_energy(values: torch.Tensor, energy: float) -> int:
    """The least r with sum over i <= r of s_i^2 >= energy * sum of all s_i^2, at least 1."""
    squares = values.double().square()
    kept = squares.cumsum(0) / squares.sum().clamp(min=1e-300)
    return min(int((kept < energy - 1e-12).sum()) + 1, len(values))


def lost(values: torch.Tensor) -> tuple[float, ...]:
    """For r = 1, 2 ...: the share of the squared singular values that rank r leaves out."""
    squares = values.double().square()
    total = squares.sum()
    left = (total - squares.cumsum(0)).clamp(min=0) / total.clamp(min=1e-300)
    return tuple(left.tolist())
