"""What a step that trains learns from, and how it is judged: data of the step, or the command's."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from transformers import PreTrainedModel

from exporters.decode.state import IDS
from exporters.errors import Refused
from exporters.text.encoder import TYPES
from mobilec.checkpoint.once import hashed
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.method import Context
from mobilec.evaluation.data import refuse_other_kind
from mobilec.tasks.registry import task_of
from mobilec.training.finetuning.examples import Padding, Row
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.finetuning.run import Material
from mobilec.training.finetuning.sources import (
    DEV,
    TRAIN,
    Example,
    Reading,
    read_examples,
    source_name,
)
from mobilec.training.measures import Metric


@dataclass(frozen=True)
class LearningOptions(FinetuningOptions):
    """``train``, ``dev``: a file, or ``ID[:CONFIG][@PART]`` of a data set; where they are not
    given, --train and --eval are taken. ``seed``: None takes that of the command. The others:
    see ``FinetuningOptions``.
    """

    train: str | None = None
    dev: str | None = None
    seed: int | None = None  # type: ignore[assignment]

    def training(self, seed: int) -> FinetuningOptions:
        """The options of the run, with the seed of the command where the step has none."""
        values = {f.name: getattr(self, f.name) for f in fields(FinetuningOptions)}
        return FinetuningOptions(**(values | {"seed": seed if self.seed is None else self.seed}))


@dataclass(frozen=True)
class Lesson:
    """``train``, ``dev``: examples of the sources that are named ``learnt`` and ``measured``.
    ``text``: of the model that reads them."""

    train: Sequence[Example]
    dev: Sequence[Example]
    learnt: str
    measured: str
    text: ModelText
    metric: Metric

    def told(self, options: FinetuningOptions) -> str:
        """What a run of ``options`` will do, for a plan."""
        steps = -(-len(self.train) // options.batch_size)
        return (
            f"learns from {len(self.train):,} examples of {self.learnt} for at most "
            f"{options.epochs} epochs of {steps:,} steps; the best by {self.metric.name} on "
            f"{len(self.dev):,} examples of {self.measured} is kept"
        )

    def material(self, longest: int) -> Material:
        """As ids, cut to ``longest`` tokens."""
        return Material(
            train=[row(self.text, example, longest) for example in self.train],
            dev=[row(self.text, example, longest) for example in self.dev],
            padding=Padding(self.text.pad_id, self.text.start_id),
            metric=self.metric,
        )


def lesson_of(options: LearningOptions, context: Context, method: str) -> Lesson:
    """Reads the data. Refused: none, data of another kind, and what does not fit the model."""
    train, dev = options.train or context.train, options.dev or context.dev
    if train is None:
        raise Refused(
            f"{method} has nothing to learn from: give --train FILE (or the id of a data set), or "
            "the key train in its step"
        )
    text = ModelText(context.folder, context.task, context.languages)
    reading = Reading(context.task, text.about.labels, text.sides)
    learnt = read_examples(train, TRAIN, reading)
    if dev is None:
        raise Refused(
            f"{method} has nothing to measure itself on: give --eval FILE, or the key dev in its "
            "step"
        )
    measured = read_examples(dev, DEV, reading)
    refuse_other_kind(learnt[0].asked, measured[0].asked)
    metric: Metric = task_of(context.task).metric()
    return Lesson(learnt, measured, source_name(train), source_name(dev), text, metric)


def row(text: ModelText, example: Example, longest: int) -> Row:
    """The ids and the label, or the ids of the translation, of one example."""
    if isinstance(example.answer, str):
        ids = text.ids(example.text, longest)
        return {IDS: ids, "labels": text.translation(example.answer, longest)}
    encoded = text.encoded(example.asked, longest)
    found: Row = {IDS: list(encoded.ids), "labels": example.answer}
    return found | {TYPES: list(encoded.types)} if encoded.types else found


def identity(model: PreTrainedModel, material: Material) -> str:
    """What decides the result beside the options: the weights to begin with, and the rows."""
    seen = hashed(model)
    seen.update(repr((list(material.train), list(material.dev))).encode())
    return seen.hexdigest()
