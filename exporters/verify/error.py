"""Two measures of the distance between the answers of a program and of PyTorch."""

import numpy as np

FLAT = 1e-2
"""Answers that vary less than this share of their size are measured against their size."""


def max_abs(reference: np.ndarray, output: np.ndarray) -> float:
    """The largest difference of any logit; arrays (cases, labels)."""
    return float(np.max(np.abs(np.asarray(output) - np.asarray(reference))))


def relative(reference: np.ndarray, output: np.ndarray) -> float:
    """|output - reference| / |reference - its mean over the cases|, Frobenius norms.

    Centred, because only what differs between inputs tells them apart: a program that always
    gives the mean answer has a high cosine and an error of 1.
    """
    reference, output = np.asarray(reference, np.float64), np.asarray(output, np.float64)
    centred = np.linalg.norm(reference - reference.mean(axis=0))
    size = max(centred, FLAT * np.linalg.norm(reference), np.finfo(np.float32).tiny)
    return float(np.linalg.norm(output - reference) / size)
