"""Scores that become smaller or larger, but are not taken away: each function is of one hypothesis.

In float32 and in the order of transformers, so that what is nearly equal is ordered alike. The
classes named below are of transformers/generation/logits_process.py.
"""

from collections.abc import Iterable

import numpy as np

from exporters.decode.settings import Bias, Decay


def add_bias_(row: np.ndarray, said: list[int], biases: tuple[Bias, ...]) -> None:
    """Adds what the tokens said so far ask for; row (vocabulary,). (SequenceBiasLogitsProcessor)

    Where several add to one token, their sum is added.
    """
    added: dict[int, np.float32] = {}
    for bias in biases:
        *before, last = bias.tokens
        if len(before) <= len(said) and said[len(said) - len(before) :] == before:
            added[last] = added.get(last, np.float32(0)) + np.float32(bias.added)
    for token, sum_of_biases in added.items():
        row[token] += sum_of_biases


def penalize_(row: np.ndarray, tokens: Iterable[int], penalty: float) -> None:
    """Makes each of ``tokens`` once as unlikely as ``penalty`` says, or as likely where that is
    under 1; row (vocabulary,). A token without a score, as the source may have some, has none here.

    (RepetitionPenaltyLogitsProcessor; EncoderRepetitionPenaltyLogitsProcessor takes the inverse)
    """
    places = [token for token in set(tokens) if token < len(row)]
    scores, factor = row[places], np.float32(penalty)
    row[places] = np.where(scores < 0, scores * factor, scores / factor)


def decay_(scores: np.ndarray, ends: Iterable[int], decay: Decay, said: int) -> None:
    """Raises the ends after ``said`` tokens behind the start; scores (n, vocabulary).

    (ExponentialDecayLengthPenalty) An end that was forbidden stays so.
    """
    if said <= decay.start:
        return
    share = np.float32(decay.factor ** (said - decay.start) - 1)
    for end in ends:
        open_rows = np.flatnonzero(np.isfinite(scores[:, end]))
        # A score that was made the smallest number becomes infinite, as it does in PyTorch.
        with np.errstate(over="ignore"):
            scores[open_rows, end] += np.abs(scores[open_rows, end]) * share


def make_numbers_(scores: np.ndarray) -> None:
    """No infinity and nothing that is no number is left. (InfNanRemoveLogitsProcessor)"""
    limits = np.finfo(np.float32)
    scores[np.isnan(scores)] = 0
    np.clip(scores, limits.min, limits.max, out=scores)
