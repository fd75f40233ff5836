"""A program's ``encode`` and ``decode`` as one model to search with, on any runtime."""

import numpy as np

from exporters.backend import Runner
from exporters.decode.layout import LOGITS, MASK, POSITION, TOKEN, Layout
from exporters.errors import Refused


class CachedDecoder:
    """See ``exporters.decode.model.StepModel``. It owns the cache; the program only reads it.

    A step masks every position from its own on, so what is left there of an earlier sentence or
    of a dropped hypothesis is never seen, and nothing has to be cleared.
    """

    def __init__(self, runner: Runner, layout: Layout) -> None:
        self._runner, self._layout = runner, layout
        self._past = {name: np.zeros(layout.past_shape, np.float32) for name in layout.past}
        self._source: dict[str, np.ndarray] = {}
        self._filled = 0

    @property
    def hypotheses(self) -> int:
        return self._layout.hypotheses

    @property
    def capacity(self) -> int:
        return self._layout.capacity

    def encode(self, input_ids: np.ndarray, attention_mask: np.ndarray | None = None) -> None:
        """input_ids (length,); ``attention_mask``, where some are padding, (length,) of 0 and 1."""
        if not len(input_ids):
            raise Refused("a source of no tokens was given; even an empty text has an end token")
        ids = input_ids.astype(np.int64)[None]
        mask = np.ones_like(ids) if attention_mask is None else attention_mask[None]
        cross = self._runner.run("encode", {"input_ids": ids, MASK: mask})
        # Where a file has fixed lengths, keys come back longer than the source was.
        padding = cross[self._layout.cross[0]].shape[1] - mask.shape[1]
        self._source = {MASK: np.pad(mask, ((0, 0), (0, padding))), **cross}
        self.reset()

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """tokens (n,) with n up to ``hypotheses``, to logits (n, vocabulary).

        Rows for hypotheses that nobody asked for repeat the first one.
        """
        token = np.full((self.hypotheses, 1), tokens[0], np.int64)
        token[: len(tokens), 0] = tokens
        at = np.array([position], np.int64)
        outputs = self._runner.run(
            "decode", {TOKEN: token, POSITION: at, **self._source, **self._past}
        )
        for past, new in zip(self._layout.past, self._layout.new, strict=True):
            self._past[past][:, position] = outputs[new][:, 0]
        self._filled = position + 1
        return outputs[LOGITS][: len(tokens)]

    def reorder(self, origins: np.ndarray) -> None:
        """origins (n,). Only what is filled moves, and nothing when each stays where it is."""
        count = len(origins)
        if np.array_equal(origins, np.arange(count)):
            return
        for past in self._past.values():
            rows = past.reshape(self.hypotheses, -1, *past.shape[1:])[:, :, : self._filled]
            rows[:count] = rows[origins]

    def reset(self) -> None:
        """The next step is at position 0."""
        self._filled = 0
