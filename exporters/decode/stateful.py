"""A program that keeps its states itself (Core ML on iOS 18) as a model to search with."""

from typing import cast

import numpy as np

from exporters.decode.cached import CachedDecoder
from exporters.decode.model import StepModel
from exporters.decode.source import encoded, fill_, move_, stays
from exporters.decode.state import APPEND, LOGITS, POSITION, TOKEN, States
from exporters.runtime import Runner, StatefulRunner


def step_model(runner: Runner, states: States, own: bool) -> StepModel:
    """The model to search with; ``own``: the file keeps its states itself."""
    if own:
        return StatefulDecoder(cast(StatefulRunner, runner), states)
    return CachedDecoder(runner, states)


class StatefulDecoder:
    """See ``exporters.decode.model.StepModel``. States are read only to move hypotheses."""

    def __init__(self, runner: StatefulRunner, states: States) -> None:
        self._runner, self._states = runner, states
        self._token = np.zeros((states.hypotheses, 1), np.int64)
        self._inputs: dict[str, np.ndarray] = {}
        self._filled = 0

    @property
    def hypotheses(self) -> int:
        return self._states.hypotheses

    @property
    def capacity(self) -> int:
        return self._states.capacity

    def encode(self, input_ids: np.ndarray, attention_mask: np.ndarray | None = None) -> None:
        """input_ids (length,); ``attention_mask``, where some are padding, (length,) of 0 and 1."""
        source = encoded(self._runner, self._states, input_ids, attention_mask)
        self._inputs = {TOKEN: self._token, **source}
        self.reset()

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """tokens (n,) with n up to ``hypotheses``, to logits (n, vocabulary)."""
        fill_(self._token, tokens)
        self._inputs[POSITION] = np.array([position], np.int64)
        self._filled = position + 1
        return self._runner.run("decode", self._inputs)[LOGITS][: len(tokens)]

    def reorder(self, origins: np.ndarray) -> None:
        """origins (n,). Nothing is read or written when each stays where it is."""
        if stays(origins):
            return
        states = self._runner.read_states("decode")
        for state in self._states.kept:
            kept = states[state.name]
            filled = kept[:, : self._filled] if state.update == APPEND else kept
            move_(filled, origins, self.hypotheses)
        self._runner.write_states("decode", states)

    def reset(self) -> None:
        """The next step is at position 0, and the states are zero as in a file just opened."""
        self._runner.reset()
        self._filled = 0
