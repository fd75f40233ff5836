"""How good the PyTorch model of a checkpoint is on a user's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobilec.checkpoint.load import Checkpoint
from mobilec.evaluation.measure import Example, Measure, Score, answered
from mobilec.tasks.registry import task_of


@dataclass(frozen=True)
class Measured:
    """``score``: on ``rows`` examples. ``headline``: the metric that names the model's quality."""

    score: Score
    headline: str
    rows: int


def measured(checkpoint: Checkpoint, data: Path) -> Measured:
    """The metrics of the task, with transformers' own search and attention."""
    measure = measure_of(checkpoint)
    examples = measure.read(data)
    answers = answered(measure.original(checkpoint), examples)
    return Measured(measure.score(examples, answers), measure.headline, len(examples))


def examples_of(checkpoint: Checkpoint, data: Path) -> Sequence[Example]:
    """The examples alone: refuses data that does not fit the task."""
    return measure_of(checkpoint).read(data)


def measure_of(checkpoint: Checkpoint) -> Measure:
    """The measure of a checkpoint's task."""
    kind: type[Measure] = task_of(checkpoint.task).measure()
    return kind.of_checkpoint(checkpoint)
