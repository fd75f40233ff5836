"""Patterns of attention by a formula of their own: a loop over places, in float64."""

from collections.abc import Sequence

import numpy as np


def weight(name: str, i: int, j: int, n: int) -> float:
    """Of query i and key j among n places, before a row is divided by its sum."""
    cube, mirrored = float((j + 1) ** 3), float((n - j) ** 3)
    return {
        "current": float(i == j),
        "previous": float(j == i - 1),
        "next": float(j == i + 1),
        "left-context": cube if j <= i - 2 else 0.0,
        "right-context": mirrored if j >= i + 2 else 0.0,
        "end": cube,
        "start": mirrored,
        "last": float(j == n - 1),
    }[name]


def expected(name: str, places: Sequence[int]) -> np.ndarray:
    """(tokens, tokens): ``places``: of each token; those of one place share it."""
    n = max(places) + 1
    rows = np.array([[weight(name, i, j, n) for j in places] for i in places])
    sums = rows.sum(axis=1, keepdims=True)
    return np.divide(rows, sums, out=np.zeros_like(rows), where=sums > 0)
