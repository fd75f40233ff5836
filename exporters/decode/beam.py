"""Beam search, step by step as transformers does it (``GenerationMixin._beam_search``)."""

from dataclasses import dataclass

import numpy as np

from exporters.decode.constraints import Constraints
from exporters.decode.model import StepModel, refuse_no_number, refuse_unfit
from exporters.decode.scores import best, log_softmax
from exporters.decode.settings import GenerationSettings

WORST = np.float32(-1e9)
"""The score of a place that nobody has taken."""


@dataclass(frozen=True)
class Running:
    """The hypotheses that go on, best first: tokens (n, length), sums of log-probabilities (n,)."""

    tokens: np.ndarray
    scores: np.ndarray


@dataclass(frozen=True)
class Finished:
    """The best translations so far, best first; ``ended`` is False for places still empty."""

    tokens: tuple[list[int], ...]
    scores: np.ndarray
    ended: np.ndarray


@dataclass(frozen=True)
class Candidates:
    """Hypotheses with one token more, best first: more than there are beams, as some may end.

    ``origins``: the running hypothesis that each goes on from. ``ends``: an end token, or no room.
    """

    tokens: np.ndarray
    scores: np.ndarray
    origins: np.ndarray
    ends: np.ndarray


def beam_search(model: StepModel, input_ids: np.ndarray, settings: GenerationSettings) -> list[int]:
    """The translation of ``input_ids`` (length,), from the start token on.

    Equal to transformers' ``generate`` with the same settings.
    """
    refuse_unfit(model, settings)
    model.encode(input_ids)
    running, finished = _start(settings)
    constraints = Constraints(settings, input_ids.tolist())
    while True:
        logits = model.step(running.tokens[:, -1], running.tokens.shape[1] - 1)
        candidates = _candidates(running, logits, constraints, settings)
        finished = _finished(finished, candidates, settings)
        running, origins = _running(candidates, settings)
        if candidates.ends.all() or not _improvable(running, finished, settings):
            return finished.tokens[0]
        model.reorder(origins)


def _start(settings: GenerationSettings) -> tuple[Running, Finished]:
    """One hypothesis and copies of it that count for nothing, or all beams would stay the same."""
    beams = settings.num_beams
    scores = np.full(beams, WORST)
    empty = Finished(tuple([settings.start_id] for _ in scores), scores, np.zeros(beams, bool))
    copies = np.where(np.arange(beams) == 0, np.float32(0), WORST)
    return Running(np.full((beams, 1), settings.start_id), copies), empty


def _candidates(
    running: Running, logits: np.ndarray, constraints: Constraints, settings: GenerationSettings
) -> Candidates:
    """The best continuations of all hypotheses together; logits (beams, vocabulary)."""
    steps = constraints.apply_(log_softmax(logits), running.tokens, running.tokens.shape[1])
    sums = (steps + running.scores[:, None]).reshape(-1)
    chosen = best(sums, max(2, 1 + len(settings.eos_ids)) * settings.num_beams)
    refuse_no_number(sums.max(), settings)
    origins, last = np.divmod(chosen, logits.shape[1])
    tokens = np.concatenate([running.tokens[origins], last[:, None]], axis=1)
    ends = np.isin(last, settings.eos_ids) | (tokens.shape[1] >= settings.max_length)
    return Candidates(tokens, sums[chosen], origins, ends)


def _running(candidates: Candidates, settings: GenerationSettings) -> tuple[Running, np.ndarray]:
    """The best that do not end, and the hypotheses that they go on from."""
    scores = candidates.scores + candidates.ends * WORST
    kept = best(scores, settings.num_beams)
    return Running(candidates.tokens[kept], scores[kept]), candidates.origins[kept]


def _finished(finished: Finished, candidates: Candidates, settings: GenerationSettings) -> Finished:
    """The best of what was finished and what ends now; only as many as there are beams may end.

    score = sum of log-probabilities / (tokens after the start) ** length_penalty
    """
    ended = candidates.ends & (np.arange(len(candidates.ends)) < settings.num_beams)
    generated = candidates.tokens.shape[1] - 1
    # Only what ``remove_invalid`` made the smallest number can become infinite here.
    with np.errstate(over="ignore"):
        scores = candidates.scores / generated**settings.length_penalty + ~ended * WORST
    merged = np.concatenate([finished.scores, scores])
    kept = best(merged, settings.num_beams)
    tokens = (*finished.tokens, *candidates.tokens.tolist())
    return Finished(
        tuple(tokens[i] for i in kept),
        merged[kept],
        np.concatenate([finished.ended, ended])[kept],
    )


def _improvable(running: Running, finished: Finished, settings: GenerationSettings) -> bool:
    """Whether the best running hypothesis may still push out a finished one."""
    if settings.early_stopping is True and finished.ended.all():
        return False
    length = running.tokens.shape[1]
    if settings.early_stopping == "never" and settings.length_penalty > 0:
        # Scores are negative, so the longest that it may become is the kindest to it.
        length = settings.max_length
    reachable = running.scores[0] / np.float32((length - 1) ** settings.length_penalty)
    return bool(np.any(reachable > np.where(finished.ended, finished.scores.min(), WORST)))
