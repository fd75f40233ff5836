"""What may come next: scores that are taken away or forced, in the order of transformers.

The classes named below are of transformers/generation/logits_process.py.
"""

from collections.abc import Iterable

import numpy as np

from exporters.decode.scores import log_softmax
from exporters.decode.settings import GenerationSettings


class Constraints:
    """The constraints of some settings, sorted once by when they matter.

    Most settings forbid a few tokens always and look at nothing that was said. That is then all
    that is done in a step, in 4 us for 32,000 scores. Where they were copied and every rule was
    asked, the time around ONNX Runtime was 0.06 ms a step instead of 0.04.
    """

    def __init__(self, settings: GenerationSettings) -> None:
        self._settings = settings
        words = [word for word in settings.bad_words if not _is_end(word, settings)]
        self._never = (*(word[0] for word in words if len(word) == 1), *settings.suppress)
        self._longer = tuple(word for word in words if len(word) > 1)
        # Where there is room for one token only, it is both, and the last in order decides.
        self._forced: dict[int, tuple[int, ...]] = {}
        if settings.forced_bos is not None:
            self._forced[1] = (settings.forced_bos,)
        if settings.forced_eos:
            self._forced[settings.max_length - 1] = settings.forced_eos
        self._first_free = 1 if settings.forced_bos is None else 2

    def apply_(self, scores: np.ndarray, tokens: np.ndarray) -> np.ndarray:
        """Scores (n, vocabulary) for the token after each hypothesis ``tokens`` (n, length).

        They are changed in place, and returned.
        """
        settings, length = self._settings, tokens.shape[1]
        if length in self._forced:
            _force_(scores, self._forced[length])
            _forbid_(scores, settings.suppress)
        else:
            if settings.no_repeat_ngram or self._longer:
                self._forbid_said_(scores, tokens)
            _forbid_(scores, self._never)
            if length < settings.min_length:
                _forbid_(scores, settings.eos_ids)
        if length == self._first_free:
            _forbid_(scores, settings.begin_suppress)
        if settings.renormalize:
            scores[...] = log_softmax(scores)
        return scores

    def _forbid_said_(self, scores: np.ndarray, tokens: np.ndarray) -> None:
        """What depends on the tokens of each hypothesis."""
        for row, hypothesis in zip(scores, tokens.tolist(), strict=True):
            _forbid_(row, _repeated(hypothesis, self._settings.no_repeat_ngram))
            _forbid_(row, _completing(hypothesis, self._longer))


def _is_end(word: tuple[int, ...], settings: GenerationSettings) -> bool:
    """A bad word that is an end token alone is no bad word. (NoBadWordsLogitsProcessor)"""
    return len(word) == 1 and word[0] in settings.eos_ids


def _forbid_(scores: np.ndarray, tokens: Iterable[int]) -> None:
    """scores (..., vocabulary). One token after the other: they are few, and numpy takes 5 us to
    look at a list of places, as long as the search for the largest score."""
    for token in tokens:
        scores[..., token] = -np.inf


def _force_(scores: np.ndarray, tokens: tuple[int, ...]) -> None:
    """0 for the forced tokens and -inf for all others; scores (n, vocabulary).

    (ForcedBOSTokenLogitsProcessor, ForcedEOSTokenLogitsProcessor)
    """
    scores[...] = -np.inf
    scores[:, list(tokens)] = 0


def _repeated(tokens: list[int], size: int) -> list[int]:
    """Tokens that would complete a row of ``size`` tokens for the second time.

    (NoRepeatNGramLogitsProcessor)
    """
    if size == 0 or len(tokens) < size:
        return []
    begun = tokens[len(tokens) - size + 1 :]
    starts = range(len(tokens) - size + 1)
    return [tokens[i + size - 1] for i in starts if tokens[i : i + size - 1] == begun]


def _completing(tokens: list[int], words: tuple[tuple[int, ...], ...]) -> list[int]:
    """Last tokens of the bad words whose other tokens came just now.

    (NoBadWordsLogitsProcessor)
    """
    return [word[-1] for word in words if tuple(tokens[1 - len(word) :]) == word[:-1]]
