"""A program's ``encode`` and ``decode`` as one model to search with, on any runtime."""

import numpy as np

from exporters.decode.layout import LOGITS, POSITION, TOKEN, Layout
from exporters.decode.source import encoded, fill_, move_, stays
from exporters.runtime import Call, Runner, repeated


class CachedDecoder:
    """See ``exporters.decode.model.StepModel``. It owns the cache; the program only reads it.

    A step masks every position from its own on, so what is left there of an earlier sentence or
    of a dropped hypothesis is never seen, and nothing has to be cleared. The arrays stay the same
    objects from step to step, so a runtime binds them once a sentence.
    """

    def __init__(self, runner: Runner, layout: Layout) -> None:
        self._runner, self._layout = runner, layout
        self._past = {name: np.zeros(layout.past_shape, np.float32) for name in layout.past}
        # From what a step returns to where it goes, without the axis of one position.
        self._written: tuple[tuple[np.ndarray, np.ndarray], ...] = ()
        self._token = np.zeros((layout.hypotheses, 1), np.int64)
        self._position = np.zeros(1, np.int64)
        self._decode: Call | None = None
        self._outputs: dict[str, np.ndarray] | None = None
        self._filled = 0

    @property
    def hypotheses(self) -> int:
        return self._layout.hypotheses

    @property
    def capacity(self) -> int:
        return self._layout.capacity

    def encode(self, input_ids: np.ndarray, attention_mask: np.ndarray | None = None) -> None:
        """input_ids (length,); ``attention_mask``, where some are padding, (length,) of 0 and 1."""
        source = encoded(self._runner, self._layout, input_ids, attention_mask)
        inputs = {TOKEN: self._token, POSITION: self._position, **source, **self._past}
        self._decode = repeated(self._runner, "decode", inputs)
        self.reset()

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """tokens (n,) with n up to ``hypotheses``, to logits (n, vocabulary)."""
        fill_(self._token, tokens)
        self._position.fill(position)
        assert self._decode, "a source was read"
        outputs = self._decode()
        if outputs is not self._outputs:
            self._see(outputs)
        for new, past in self._written:
            past[:, position] = new
        self._filled = position + 1
        logits, count = outputs[LOGITS], len(tokens)
        return logits if count == len(logits) else logits[:count]

    def reorder(self, origins: np.ndarray) -> None:
        """origins (n,). Only what is filled moves, and nothing when each stays where it is."""
        if stays(origins):
            return
        for past in self._past.values():
            move_(past, origins, self.hypotheses, self._filled)

    def reset(self) -> None:
        """The next step is at position 0."""
        self._filled = 0

    def _see(self, outputs: dict[str, np.ndarray]) -> None:
        """A runtime may return the same arrays from step to step. To find what is new in them
        takes as long as to copy it, 4 us in the cold caches after a small program."""
        found = (outputs[name][:, 0] for name in self._layout.new)
        self._written = tuple(zip(found, self._past.values(), strict=True))
        self._outputs = outputs
