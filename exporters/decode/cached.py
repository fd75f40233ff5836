"""A program's ``encode`` and ``decode`` as one model to search with, on any runtime."""

import numpy as np

from exporters.decode.source import encoded, fill_, move_, stays
from exporters.decode.state import APPEND, LOGITS, POSITION, TOKEN, State, States
from exporters.errors import Refused
from exporters.runtime import Call, Runner, repeated


class CachedDecoder:
    """See ``exporters.decode.model.StepModel``. It owns the states; the program only reads them.

    Every sentence begins from clear states. The arrays stay the same objects from step to step, so
    a runtime binds them once a sentence.
    """

    def __init__(
        self, runner: Runner, states: States, method: str = "decode", returns: str = LOGITS
    ) -> None:
        """``returns``: the output of ``method`` that a step is asked for."""
        self._runner, self._states = runner, states
        self._step_method, self._returned = method, returns
        self._past = {state.name: np.zeros(state.shape, np.float32) for state in states.kept}
        # From what a step returns to where it goes: what is appended without its one position.
        self._appended: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
        self._replaced: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
        self._token = np.zeros((states.hypotheses, 1), np.int64)
        self._position = np.zeros(1, np.int64)
        self._decode: Call | None = None
        self._outputs: dict[str, np.ndarray] | None = None
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
        self.reset()
        inputs = {TOKEN: self._token, POSITION: self._position, **source, **self._past}
        self._decode = repeated(self._runner, self._step_method, inputs)

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """tokens (n,) with n up to ``hypotheses``, to logits (n, vocabulary)."""
        fill_(self._token, tokens)
        self._position.fill(position)
        assert self._decode, "a source was read"
        outputs = self._decode()
        if outputs is not self._outputs:
            self._see(outputs)
        for new, past in self._appended:
            past[:, position] = new
        for new, past in self._replaced:
            past[...] = new
        self._filled = position + 1
        logits, count = outputs[self._returned], len(tokens)
        return logits if count == len(logits) else logits[:count]

    def reorder(self, origins: np.ndarray) -> None:
        """origins (n,). Only what is filled moves, and nothing when each stays where it is."""
        if stays(origins):
            return
        for state in self._states.kept:
            move_(self._filled_of(state), origins, self.hypotheses)

    def reset(self) -> None:
        """The next step is at position 0, and the states are clear: nothing else was written."""
        for state in self._states.kept:
            self._filled_of(state).fill(0)
        self._filled = 0

    def _filled_of(self, state: State) -> np.ndarray:
        """What the steps so far have written of a state."""
        past = self._past[state.name]
        return past[:, : self._filled] if state.update == APPEND else past

    def _see(self, outputs: dict[str, np.ndarray]) -> None:
        """A runtime may return the same arrays from step to step. To find what is new in them
        takes as long as to copy it, 4 us in the cold caches after a small program."""
        found = [(s.update, outputs[s.new], self._past[s.name]) for s in self._states.kept]
        if self._outputs is None:
            for rule, new, past in found:
                one = (past.shape[0], 1, *past.shape[2:])
                _refuse_shape(new, one if rule == APPEND else past.shape)
            _refuse_rows(outputs[self._returned], self.hypotheses)
        self._appended = tuple((new[:, 0], past) for rule, new, past in found if rule == APPEND)
        self._replaced = tuple((new, past) for rule, new, past in found if rule != APPEND)
        self._outputs = outputs


def _refuse_shape(new: np.ndarray, expected: tuple[int, ...]) -> None:
    if new.shape != expected:
        raise Refused(
            f"a step answers with a state of the shape {list(new.shape)}, and it keeps one of "
            f"{list(expected)}; export the bundle again"
        )


def _refuse_rows(scores: np.ndarray, hypotheses: int) -> None:
    if scores.ndim != 2 or len(scores) < hypotheses:
        raise Refused(
            f"a step answers with scores of the shape {list(scores.shape)}, and it extends "
            f"{hypotheses} hypotheses; export the bundle again"
        )
