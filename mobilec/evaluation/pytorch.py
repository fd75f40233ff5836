"""How good the PyTorch model of a checkpoint is on a user's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.task import CLASSIFICATION, TRANSLATION
from mobilec.checkpoint.load import Checkpoint
from mobilec.checkpoint.token_types import reads_types
from mobilec.evaluation.encoding import Encoder, longest_text, longest_translation
from mobilec.evaluation.labelling import Labelling
from mobilec.evaluation.measure import Example, Measure, Score, answered
from mobilec.evaluation.translating import Texts, Translating


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
    return _MEASURES[checkpoint.task](checkpoint)


def _labelling(checkpoint: Checkpoint) -> Measure:
    cutting, longest = checkpoint.cutting, longest_text(checkpoint.max_positions)
    encoder = Encoder(
        checkpoint.tokenizer,
        min(longest, cutting.longest or longest),
        cutting.side,
        reads_types(
            type(checkpoint.model), checkpoint.config, checkpoint.tokenizer, checkpoint.folder
        ),
    )
    return Labelling(checkpoint.labels, encoder)


def _translating(checkpoint: Checkpoint) -> Measure:
    text, longest = checkpoint.text, longest_text(checkpoint.max_positions)
    assert text is not None, "load gives one for every translator"
    texts = Texts(text.words, longest, text.target_language)
    room = longest_translation(longest, checkpoint.max_positions)
    return Translating(texts, text.settings.within(room))


_MEASURES = {CLASSIFICATION: _labelling, TRANSLATION: _translating}
