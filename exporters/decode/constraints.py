"""What may come next: scores that are taken away or forced, in the order of transformers.

The classes named below are of transformers/generation/logits_process.py.
"""

from collections.abc import Iterable

import numpy as np

from exporters.decode.scores import log_softmax
from exporters.decode.settings import GenerationSettings


def constrained(scores: np.ndarray, tokens: np.ndarray, settings: GenerationSettings) -> np.ndarray:
    """Scores (n, vocabulary) for the token after each hypothesis ``tokens`` (n, length)."""
    allowed = scores.copy()
    length = tokens.shape[1]
    for row, hypothesis in zip(allowed, tokens.tolist(), strict=True):
        _forbid_(row, _repeated(hypothesis, settings.no_repeat_ngram))
        _forbid_(row, _completing(hypothesis, settings))
    if length < settings.min_length:
        _forbid_(allowed, settings.eos_ids)
    if length == 1 and settings.forced_bos is not None:
        allowed = _only((settings.forced_bos,), allowed)
    if length == settings.max_length - 1 and settings.forced_eos:
        allowed = _only(settings.forced_eos, allowed)
    _forbid_(allowed, settings.suppress)
    if length == _first_free(settings):
        _forbid_(allowed, settings.begin_suppress)
    return log_softmax(allowed) if settings.renormalize else allowed


def _forbid_(scores: np.ndarray, tokens: Iterable[int]) -> None:
    """scores (..., vocabulary). One token after the other: they are few, and numpy takes 5 us to
    look at a list of places, as long as the search for the largest score."""
    for token in tokens:
        scores[..., token] = -np.inf


def _repeated(tokens: list[int], size: int) -> list[int]:
    """Tokens that would complete a row of ``size`` tokens for the second time.

    (NoRepeatNGramLogitsProcessor)
    """
    if size == 0 or len(tokens) < size:
        return []
    begun = tokens[len(tokens) - size + 1 :]
    starts = range(len(tokens) - size + 1)
    return [tokens[i + size - 1] for i in starts if tokens[i : i + size - 1] == begun]


def _completing(tokens: list[int], settings: GenerationSettings) -> list[int]:
    """Last tokens of the bad words whose other tokens came just now.

    A bad word that is an end token alone is no bad word. (NoBadWordsLogitsProcessor)
    """
    ends = settings.eos_ids
    return [
        word[-1]
        for word in settings.bad_words
        if _ends(tokens, word) and not (len(word) == 1 and word[0] in ends)
    ]


def _ends(tokens: list[int], word: tuple[int, ...]) -> bool:
    begun = len(word) - 1
    return not begun or tuple(tokens[-begun:]) == word[:-1]


def _only(forced: Iterable[int], scores: np.ndarray) -> np.ndarray:
    """0 for the forced tokens and -inf for all others.

    (ForcedBOSTokenLogitsProcessor, ForcedEOSTokenLogitsProcessor)
    """
    only = np.full_like(scores, -np.inf)
    only[:, list(forced)] = 0
    return only


def _first_free(settings: GenerationSettings) -> int:
    """The length at which the first token that is not forced is chosen."""
    return 1 if settings.forced_bos is None else 2
