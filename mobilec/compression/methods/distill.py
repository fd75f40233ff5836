"""distill: a student learns from what its teacher says, not from labels alone.

    L = labels L_task + soft T^2 KL(p_t || p_s) + hidden L_PKD

(Hinton, Vinyals and Dean 2015; Sun et al., Patient Knowledge Distillation, EMNLP 2019: see
``mobilec.training.distillation``.) It trains as finetune does. The teacher is any checkpoint; where
none is named, the model as it was before the recipe's first step. A teacher of labels may have a
vocabulary of its own; that of a translator, whose every piece is taught, has the student's.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit
from mobilec.compression.learning.lesson import LearningOptions, Lesson
from mobilec.compression.learning.states import apart, held_by, projected, refuse_states
from mobilec.compression.learning.step import LearningStep
from mobilec.compression.learning.teacher import KEY, SAME, Teacher
from mobilec.compression.method import Context
from mobilec.training.distillation import MAPS, SKIP, soft_targets
from mobilec.training.finetuning.goal import Extra
from mobilec.training.finetuning.run import Material
from mobilec.training.finetuning.sources import source_name


@dataclass(frozen=True)
class DistillOptions(LearningOptions):
    """As those of finetune, and ``teacher``: a folder, a hub id or a shipped name; unasked the
    model as it was before the first step. ``temperature``: T, by which answers are softened.
    ``labels``, ``soft``, ``hidden``: weights of the task's own loss, of the teacher's answers, and
    of what its layers hold (the first token of a classifier, every token of a translator).
    ``layer_map``: which of its layers those are, skip or last.
    """

    teacher: str | None = None
    temperature: float = 2.0
    labels: float = 0.5
    soft: float = 0.5
    hidden: float = 0.0
    layer_map: str = SKIP

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.temperature <= 0:
            raise Refused(f"temperature is {self.temperature}; give a number above 0")
        for name in ("labels", "soft", "hidden"):
            if getattr(self, name) < 0:
                raise Refused(f"{name} is {getattr(self, name)}; give 0 or more")
        if not self.soft and not self.hidden:
            raise Refused("soft and hidden are 0: the teacher would not be asked; use finetune")
        if self.hidden and self.layer_drop:
            raise Refused(
                "hidden holds each layer against one, so none may be left out; leave layer_drop out"
            )
        if self.layer_map not in MAPS:
            raise Refused(f"layer_map is {self.layer_map!r}; it can be {', '.join(MAPS)}")


class Distill(LearningStep):
    """See ``mobilec.compression.method.Method``."""

    options = DistillOptions
    name = "distill"

    def told(
        self, model: PreTrainedModel, options: DistillOptions, lesson: Lesson, context: Context
    ) -> tuple[str, ...]:
        """Who teaches. Refused: a teacher that this student cannot have."""
        teacher = _teacher(options, context)
        teacher.refuse_other(lesson)
        if options.hidden:
            refuse_states(model, teacher.about.config)
        return (f"its teacher is {source_name(teacher.source)}",)

    def material(self, options: DistillOptions, lesson: Lesson, context: Context) -> Material:
        """With what the teacher reads of each example."""
        plain, teacher = lesson.material(options.max_length), _teacher(options, context)
        rows = teacher.rows(lesson, options.max_length)
        return replace(plain, train=rows, padding=teacher.padding(plain.padding))

    @contextmanager
    def taught(
        self,
        model: PreTrainedModel,
        edits: tuple[Edit, ...],
        options: DistillOptions,
        examples: int,
        context: Context,
    ) -> Iterator[Extra]:
        """By a teacher that is loaded for as long."""
        teacher = _teacher(options, context)

        def lesson(student: PreTrainedModel, batch: Mapping[str, Any]) -> torch.Tensor:
            return _loss(student, teacher, batch, options)

        with super().taught(model, edits, options, examples, context) as extra:
            seats = (
                projected(model, teacher.model, context.seed) if options.hidden else nullcontext()
            )
            with seats:
                yield replace(extra, lesson=lesson)


METHOD = Distill()


def _teacher(options: DistillOptions, context: Context) -> Teacher:
    return Teacher(options.teacher or context.source, context)


def _loss(
    student: PreTrainedModel, teacher: Teacher, batch: Mapping[str, Any], options: DistillOptions
) -> torch.Tensor:
    own = {name: value for name, value in batch.items() if name != KEY}
    hidden = options.hidden > 0
    said = student(**own, output_hidden_states=hidden)
    wanted = teacher.asked(batch[KEY], hidden)
    labels = own["labels"]
    words = labels.dim() > 1
    taught = batch[KEY].get(SAME, torch.ones_like(labels[:, 0] if words else labels))
    counts = (labels >= 0) * (taught[:, None] if words else taught)
    counts = counts.to(said.logits.dtype)  # padding of a translation is 0
    loss = options.soft * soft_targets(said.logits, wanted.logits, options.temperature, counts)
    if options.labels:
        loss = loss + options.labels * said.loss
    if hidden:
        mine, theirs = (held_by(each, own, taught) for each in (said, wanted))
        loss = loss + options.hidden * apart(student, mine, theirs, options.layer_map)
    return loss
