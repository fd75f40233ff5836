"""What may come next: scores that are taken away or forced, in the order of transformers.

The classes named below are of transformers/generation/logits_process.py.
"""

from collections.abc import Iterable

import numpy as np

from exporters.decode.scores import log_softmax
from exporters.decode.settings import GenerationSettings

_NEVER = -np.inf
Rule = tuple[tuple[int, ...], tuple[int, ...]]
"""The tokens that alone may come, where there are any, and those that may not."""


class Constraints:
    """The constraints of some settings, sorted once by when they matter.

    Most settings forbid a few tokens always and look at nothing that was said. That is then all
    that is done in a step. In the cold caches after a small program it takes 7 us for 32,000
    scores, their copy 20, and to ask each rule anew 11.
    """

    def __init__(self, settings: GenerationSettings) -> None:
        self._settings, self._renormalize = settings, settings.renormalize
        words = [word for word in settings.bad_words if not _is_end(word, settings)]
        self._longer = tuple(word for word in words if len(word) > 1)
        self._looks_back = bool(settings.no_repeat_ngram or self._longer)
        alone = (word[0] for word in words if len(word) == 1)
        never = (*alone, *settings.suppress)
        self._usual: Rule = ((), never)
        self._early: Rule = ((), (*never, *settings.eos_ids))
        self._special = self._special_rules()

    def _special_rules(self) -> dict[int, Rule]:
        """By the number of tokens before it, what is particular to one place."""
        settings = self._settings
        rules: dict[int, Rule] = {}
        # Where there is room for one token only, it is both, and the last in order decides.
        if settings.forced_bos is not None:
            rules[1] = ((settings.forced_bos,), settings.suppress)
        if settings.forced_eos:
            rules[settings.max_length - 1] = (settings.forced_eos, settings.suppress)
        first_free = 1 if settings.forced_bos is None else 2
        if settings.begin_suppress:
            only, never = rules.get(first_free) or self._by_length(first_free)
            rules[first_free] = (only, (*never, *settings.begin_suppress))
        return rules

    def _by_length(self, length: int) -> Rule:
        return self._early if length < self._settings.min_length else self._usual

    def apply_(self, scores: np.ndarray, tokens: np.ndarray, length: int) -> np.ndarray:
        """Scores (n, vocabulary) for the token after each hypothesis, which is the first
        ``length`` of ``tokens`` (n, at least length).

        They are changed in place, and returned.
        """
        only, never = self._special.get(length) or self._by_length(length)
        if only:
            _force_(scores, only)
        elif self._looks_back:
            self._forbid_said_(scores, tokens[:, :length])
        for row in range(len(scores)):
            _forbid_(scores, row, never)
        if self._renormalize:
            scores[...] = log_softmax(scores)
        return scores

    def _forbid_said_(self, scores: np.ndarray, tokens: np.ndarray) -> None:
        """What depends on the tokens of each hypothesis."""
        for row, hypothesis in enumerate(tokens.tolist()):
            _forbid_(scores, row, _repeated(hypothesis, self._settings.no_repeat_ngram))
            _forbid_(scores, row, _completing(hypothesis, self._longer))


def _is_end(word: tuple[int, ...], settings: GenerationSettings) -> bool:
    """A bad word that is an end token alone is no bad word. (NoBadWordsLogitsProcessor)"""
    return len(word) == 1 and word[0] in settings.eos_ids


def _forbid_(scores: np.ndarray, row: int, tokens: Iterable[int]) -> None:
    """scores (n, vocabulary). One place after the other: they are few, and numpy takes 5 us to look
    at a list of places, as long as the search for the largest score, and 0.5 at one whole axis."""
    for token in tokens:
        scores[row, token] = _NEVER


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
