"""What may come next: scores that are weighed, taken away or forced, in transformers' order.

The classes named below are of transformers/generation/logits_process.py.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from exporters.decode.penalties import add_bias_, decay_, make_numbers_, penalize_
from exporters.decode.scores import log_softmax
from exporters.decode.settings import GenerationSettings

_NEVER = -np.inf


class Rule(NamedTuple):
    """``only``: the tokens that alone may come, where there are any. ``never``: those that may not.
    ``late``: those that may not, where something is between the two."""

    only: tuple[int, ...]
    never: tuple[int, ...]
    late: tuple[int, ...] = ()


class Constraints:
    """The constraints of some settings, sorted once by when they matter.

    Most settings forbid a few tokens always and look at nothing that was said. That is then all
    that is done in a step. In the cold caches after a small program it takes 7 us for 32,000
    scores, their copy 20, and to ask each rule anew 11.
    """

    def __init__(self, settings: GenerationSettings, source: Sequence[int] = ()) -> None:
        """``source``: the ids that are translated, special tokens included."""
        self._settings, self._renormalize = settings, settings.renormalize
        words = [word for word in settings.bad_words if not _is_end(word, settings)]
        self._longer = tuple(word for word in words if len(word) > 1)
        self._alone = tuple(word[0] for word in words if len(word) == 1)
        self._source = list(source)
        self._looks_back = bool(
            settings.no_repeat_ngram
            or self._longer
            or settings.compares_source
            or settings.sequence_bias
            or settings.repetition_penalty != 1
        )
        self._bends = settings.remove_invalid or settings.decay is not None
        self._usual, self._early = self._rule(), self._rule(early=True)
        self._special = self._special_rules()

    def _special_rules(self) -> dict[int, Rule]:
        """By the number of tokens before it, what is particular to one place."""
        settings = self._settings
        forced: dict[int, tuple[int, ...]] = {}
        # Where there is room for one token only, it is both, and the last in order decides.
        if settings.forced_bos is not None:
            forced[1] = (settings.forced_bos,)
        if settings.forced_eos:
            forced[settings.max_length - 1] = settings.forced_eos
        first_free = 1 if settings.forced_bos is None else 2
        places = {*forced, first_free} if settings.begin_suppress else {*forced}
        return {
            at: self._rule(forced.get(at, ()), at < settings.min_length, at == first_free)
            for at in places
        }

    def _rule(self, only: tuple[int, ...] = (), early: bool = False, first: bool = False) -> Rule:
        """``early``: before the shortest length. ``first``: before anything free was said."""
        settings = self._settings
        never = () if only else (*self._alone, *(settings.eos_ids if early else ()))
        late = (*settings.suppress, *(settings.begin_suppress if first else ()))
        return Rule(only, never, late) if self._bends else Rule(only, (*never, *late))

    def _by_length(self, length: int) -> Rule:
        return self._early if length < self._settings.min_length else self._usual

    def apply_(self, scores: np.ndarray, tokens: np.ndarray, length: int) -> np.ndarray:
        """Scores (n, vocabulary) for the token after each hypothesis, which is the first
        ``length`` of ``tokens`` (n, at least length).

        They are changed in place, and returned.
        """
        only, never, late = self._special.get(length) or self._by_length(length)
        if only:
            _force_(scores, only)
        elif self._looks_back:
            self._look_back_(scores, tokens[:, :length])
        for row in range(len(scores)):
            _forbid_(scores, row, never)
        if self._bends:
            self._bend_(scores, length, late)
        if self._renormalize:
            scores[...] = log_softmax(scores)
        return scores

    def _look_back_(self, scores: np.ndarray, tokens: np.ndarray) -> None:
        """What depends on the tokens of each hypothesis."""
        for row, hypothesis in enumerate(tokens.tolist()):
            self._weigh_(scores[row], hypothesis)
            _forbid_(scores, row, _repeated(hypothesis, self._settings.no_repeat_ngram))
            size = self._settings.encoder_no_repeat_ngram
            continuing = _continuing(hypothesis, self._source, size)
            # A source may have words without a score; those cannot come anyway.
            _forbid_(scores, row, (token for token in continuing if token < scores.shape[1]))
            _forbid_(scores, row, _completing(hypothesis, self._longer))

    def _weigh_(self, row: np.ndarray, said: list[int]) -> None:
        settings = self._settings
        if settings.sequence_bias:
            add_bias_(row, said, settings.sequence_bias)
        if settings.encoder_repetition_penalty != 1:
            penalize_(row, self._source, 1 / settings.encoder_repetition_penalty)
        if settings.repetition_penalty != 1:
            penalize_(row, said, settings.repetition_penalty)

    def _bend_(self, scores: np.ndarray, length: int, late: tuple[int, ...]) -> None:
        """What comes between the tokens that are forbidden first and those forbidden last."""
        if self._settings.remove_invalid:
            make_numbers_(scores)
        if self._settings.decay is not None:
            decay_(scores, self._settings.eos_ids, self._settings.decay, length - 1)
        for row in range(len(scores)):
            _forbid_(scores, row, late)


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
    return [] if len(tokens) < size else _continuing(tokens, tokens, size)


def _continuing(said: list[int], tokens: list[int], size: int) -> list[int]:
    """Tokens with which the end of ``said`` would be a row of ``size`` tokens of ``tokens``.

    (EncoderNoRepeatNGramLogitsProcessor)
    """
    if size == 0 or len(said) < size - 1:
        return []
    begun = said[len(said) - size + 1 :]
    starts = range(len(tokens) - size + 1)
    return [tokens[i + size - 1] for i in starts if tokens[i : i + size - 1] == begun]


def _completing(tokens: list[int], words: tuple[tuple[int, ...], ...]) -> list[int]:
    """Last tokens of the bad words whose other tokens came just now.

    (NoBadWordsLogitsProcessor)
    """
    return [word[-1] for word in words if tuple(tokens[1 - len(word) :]) == word[:-1]]
