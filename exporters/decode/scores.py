"""The arithmetic of a search, in float32 throughout as in transformers.

What rounds away in float32 (a score of -5 beside one of -1e9) decides ties there, so it must here.
"""

import numpy as np


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """(n, vocabulary) to the same shape; -inf stays -inf."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def best(scores: np.ndarray, count: int) -> np.ndarray:
    """The indices of the ``count`` largest of (n,), largest first; the first of equals wins.

    Only what reaches the count-th largest is sorted: over 4 x 58,101 scores a full stable sort
    takes longer than the decoder's step.
    """
    if count >= len(scores):
        return np.argsort(-scores, kind="stable")
    threshold = np.partition(scores, -count)[-count]
    reaching = np.flatnonzero(scores >= threshold)
    return reaching[np.argsort(-scores[reaching], kind="stable")][:count]
