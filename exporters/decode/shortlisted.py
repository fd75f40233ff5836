"""A translator that may say only the words that a shortlist allows for its source."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from exporters.decode.model import StepModel
from exporters.decode.state import OUTPUT_BIAS, OUTPUT_ROWS, WORDS, WORDS_AT_ONCE
from exporters.runtime import Runner

_NEVER = -np.inf


class Lists(Protocol):
    """See ``exporters.text.word_lists.WordLists``."""

    @property
    def target_words(self) -> int: ...

    def allowed(self, ids: Iterable[int], more: Iterable[int] = ()) -> np.ndarray: ...


@dataclass(frozen=True)
class EveryWord:
    """Lists that allow all words, whatever is asked."""

    target_words: int

    def allowed(self, ids: Iterable[int], more: Iterable[int] = ()) -> np.ndarray:  # noqa: ARG002
        """int64 (target words,)."""
        return np.arange(self.target_words)


@dataclass(frozen=True)
class Output:
    """Of some words: ``rows`` (n, width) of the output layer, ``bias`` (n,) or None for none."""

    rows: np.ndarray
    bias: np.ndarray | None

    def logits(self, hidden: np.ndarray) -> np.ndarray:
        """hidden (hypotheses, width) to (hypotheses, n)."""
        found: np.ndarray = hidden @ self.rows.T
        if self.bias is not None:
            found += self.bias
        return found


def output_of(runner: Runner, words: np.ndarray) -> Output:
    """What a program says of ``words`` (n,), ``WORDS_AT_ONCE`` a call: the last call asks for some
    of them again."""
    calls = [
        runner.run(OUTPUT_ROWS, {WORDS: np.resize(words[at : at + WORDS_AT_ONCE], WORDS_AT_ONCE)})
        for at in range(0, len(words), WORDS_AT_ONCE)
    ]
    rows = np.concatenate([found[OUTPUT_ROWS] for found in calls])[: len(words)]
    if OUTPUT_BIAS not in calls[0]:
        return Output(rows, None)
    return Output(rows, np.concatenate([each[OUTPUT_BIAS] for each in calls])[: len(words)])


class ShortlistedDecoder:
    """See ``exporters.decode.model.StepModel``: logits of what is not allowed are -inf.

    ``output``: of some words, where ``model`` answers with what the output layer is given; None
    where it answers with the logits of all. ``more``: words that every sentence may have, whatever
    its shortlist says, as names that are to stay.
    """

    def __init__(
        self, model: StepModel, lists: Lists, output: Callable[[np.ndarray], Output] | None
    ) -> None:
        self._model, self._lists, self._output_of = model, lists, output
        self.more: tuple[int, ...] = ()
        self._words = np.zeros(0, np.int64)
        self._output: Output | None = None
        self._logits = np.zeros((model.hypotheses, lists.target_words), np.float32)

    @property
    def hypotheses(self) -> int:
        return self._model.hypotheses

    @property
    def capacity(self) -> int:
        return self._model.capacity

    def encode(self, input_ids: np.ndarray, attention_mask: np.ndarray | None = None) -> None:
        """See ``StepModel.encode``. Padding has no words."""
        self._model.encode(input_ids, attention_mask)
        read = input_ids if attention_mask is None else input_ids[attention_mask != 0]
        self._words = self._lists.allowed(read.tolist(), self.more)
        self._output = None if self._output_of is None else self._output_of(self._words)

    def step(self, tokens: np.ndarray, position: int) -> np.ndarray:
        """See ``StepModel.step``."""
        found = self._model.step(tokens, position)
        allowed = found[:, self._words] if self._output is None else self._output.logits(found)
        logits = self._logits[: len(found)]
        # All of it: a search may have written anywhere.
        logits.fill(_NEVER)
        logits[:, self._words] = allowed
        return logits

    @contextmanager
    def allowing(self, words: Iterable[int]) -> Iterator[None]:
        """These too, whatever a shortlist says."""
        before, self.more = self.more, (*self.more, *words)
        try:
            yield
        finally:
            self.more = before

    def reorder(self, origins: np.ndarray) -> None:
        self._model.reorder(origins)

    def reset(self) -> None:
        self._model.reset()


def allowing(model: StepModel, words: Iterable[int]) -> AbstractContextManager[None]:
    """A model that scores these words, whether it has a shortlist or not."""
    return model.allowing(words) if isinstance(model, ShortlistedDecoder) else nullcontext()
