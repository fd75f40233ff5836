"""What an evaluation asks of a task: who answers a text, and how good answers are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

from exporters.bundle.bundle import Bundle
from exporters.text.encoder import Asked
from mobilec.checkpoint.load import Checkpoint

Answer = Callable[[Any], Any]
"""A model as a function of what is asked (a text, or a text and its pair); what it answers is the
task's own."""


AGREEMENT = "agreement"
"""The metric beside each task's own: the share of PyTorch's labels, or tokens, that come again."""


class Example(Protocol):
    """A row of an evaluation file; what is expected of it is the task's own."""

    @property
    def asked(self) -> Asked: ...


@dataclass(frozen=True)
class Score:
    """``values``: by metric. ``signatures``: how a metric was computed, where it has settings."""

    values: Mapping[str, float]
    signatures: Mapping[str, str] = field(default_factory=dict)


class Measure(Protocol):
    """One task's, for one model."""

    headline: str
    """The metric that --max-drop bounds."""
    whole: float
    """The most that it can be; --max-drop is a share of that."""

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> Self:
        """With the limits and settings of a bundle."""
        ...

    @classmethod
    def of_checkpoint(cls, checkpoint: Checkpoint) -> Self:
        """With those of a checkpoint, as far as nobody asked for others."""
        ...

    def read(self, data: Path) -> Sequence[Example]:
        """The examples of a file. Refused: what the task cannot use, by file and line."""
        ...

    def exported(self, bundle: Bundle, format_name: str) -> Answer:
        """The program of a format, as an app runs it."""
        ...

    def loaded(self, source: str, bundle: Bundle) -> Checkpoint:
        """A float model that answers as ``bundle`` does. Refused: one that cannot."""
        ...

    def original(self, checkpoint: Checkpoint) -> Answer:
        """The PyTorch model, as transformers runs it."""
        ...

    def score(self, examples: Sequence[Any], answers: Sequence[Any]) -> Score:
        """How good ``answers`` are, one for each example."""
        ...

    def cut(self, examples: Sequence[Any], answers: Sequence[Any]) -> int:
        """How many examples, or answers, ended where the program has no more room."""
        ...

    def agreement(self, answers: Sequence[Any], others: Sequence[Any]) -> float:
        """The share of ``others`` that ``answers`` repeat."""
        ...


def answered(answer: Answer, examples: Sequence[Example]) -> list[Any]:
    """The answer to each example."""
    return [answer(example.asked) for example in examples]
