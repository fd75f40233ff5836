"""The teacher of a student: a checkpoint, what it reads, and what it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.describe import Description, describe
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.learning.lesson import Lesson, row
from mobilec.compression.method import Context
from mobilec.training.finetuning.examples import Padding, Row

KEY = "teacher"
"""Of a row: what the teacher reads of the same example, in its own ids."""


@dataclass(frozen=True)
class Teacher:
    """``source``: a hub id, a folder, a shipped name."""

    source: str
    context: Context

    @cached_property
    def about(self) -> Description:
        """All but its weights."""
        return describe(self.source, self.context.task)

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return load(self.source, self.context.task, self.context.languages)

    @property
    def translates(self) -> bool:
        return bool(self.about.config.is_encoder_decoder)

    def refuse_other(self, lesson: Lesson) -> None:
        """Refused: other labels, or a translator of another vocabulary."""
        mine, theirs = lesson.text.about, self.about
        if mine.labels != theirs.labels:
            raise Refused(
                f"the teacher {self.source} has the labels {list(theirs.labels or ())}, and the "
                f"student {list(mine.labels or ())}: they must be the same, in the same order"
            )
        if not self.translates:
            return
        own, other = (self._words(text) for text in (lesson.text, self._text))
        if own != other:
            raise Refused(
                f"the teacher {self.source} writes other pieces than the student: what it says of "
                "each is of no use; distill before the words change, or on its translations"
            )

    def rows(self, lesson: Lesson, longest: int) -> list[Row]:
        """Each example as the student reads it, with what the teacher reads of it."""
        return [
            {**row(lesson.text, each, longest), KEY: row(self._text, each, longest)}  # type: ignore[dict-item]
            for each in lesson.train
        ]

    def padding(self, students: Callable[[Any], dict[str, Any]]) -> "TaughtPadding":
        return TaughtPadding(students, Padding(self._text.pad_id, self._text.start_id))

    @torch.no_grad()
    def asked(self, batch: Mapping[str, Any], hidden: bool) -> Any:
        """What it says of a batch of its own rows."""
        given = {name: tensor for name, tensor in batch.items() if name != "labels"}
        model: PreTrainedModel = self.checkpoint.model
        return model(**given, output_hidden_states=hidden)

    @cached_property
    def _text(self) -> ModelText:
        return ModelText(self.about.folder, self.context.task, self.context.languages)

    def _words(self, text: ModelText) -> tuple[str, int | None]:
        return text.tokenizer.to_str(), text.about.config.vocab_size


@dataclass(frozen=True)
class TaughtPadding:
    """Batches for both: the teacher's stands in that of the student by ``KEY``."""

    student: Callable[[Any], dict[str, Any]]
    teacher: Padding

    def __call__(self, rows: list[Row]) -> dict[str, Any]:
        theirs: list[Any] = [each[KEY] for each in rows if KEY in each]
        batch = self.student(rows)
        return batch | ({KEY: self.teacher(theirs)} if theirs else {})
