"""The teacher of a student: a checkpoint, what it reads, and what it is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from transformers import PreTrainedModel

from exporters.decode.state import IDS
from exporters.errors import Refused
from mobilec.checkpoint.describe import Description, describe
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.learning.lesson import Lesson, row
from mobilec.compression.learning.pieces import SharedPieces, say_alone_, shared_pieces
from mobilec.compression.method import Context
from mobilec.training.finetuning.examples import Padding, Row

KEY = "teacher"
"""Of a row: what the teacher reads of the same example, in its own ids."""

SAME = "same"
"""Of what it reads: 1 where it cuts the example into the same words as the student, 0 where it has
words that the student has not: what it says then is of other places."""


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
        if self.shared is None:
            raise Refused(
                f"the teacher {self.source} writes other pieces than the student: what it says of "
                "each is of no use; distill before the words change, or on its translations"
            )

    @cached_property
    def shared(self) -> SharedPieces | None:
        """The words of a student that translates, in the ids of the teacher; None where the
        teacher lacks some."""
        own = ModelText(self.context.folder, self.context.task, self.context.languages)
        return shared_pieces(own, self._text)

    def rows(self, lesson: Lesson, longest: int) -> list[Row]:
        """Each example as the student reads it, with what the teacher reads of it."""
        shared = self.shared if self.translates else None
        found = []
        for each in lesson.train:
            own, its = row(lesson.text, each, longest), row(self._text, each, longest)
            if shared is not None:
                its = _as_cut(own, its, shared)
            found.append({**own, KEY: its})
        return found  # type: ignore[return-value]

    def padding(self, students: Callable[[Any], dict[str, Any]]) -> "TaughtPadding":
        return TaughtPadding(students, Padding(self._text.pad_id, self._text.start_id))

    @torch.no_grad()
    def asked(self, batch: Mapping[str, Any], hidden: bool) -> Any:
        """What it says of a batch of its own rows."""
        given = {n: tensor for n, tensor in batch.items() if n not in ("labels", SAME)}
        return self.model(**given, output_hidden_states=hidden)

    @cached_property
    def model(self) -> PreTrainedModel:
        """With the words alone that its student has."""
        model: PreTrainedModel = self.checkpoint.model
        if self.translates and self.shared is not None:
            say_alone_(model, self.shared.columns)
        return model

    @cached_property
    def _text(self) -> ModelText:
        return ModelText(self.about.folder, self.context.task, self.context.languages)


def _as_cut(own: Row, its: Row, shared: SharedPieces) -> Row:
    """The student's words in the teacher's ids, and whether those are what the teacher reads."""
    read, said = own[IDS], own["labels"]
    assert isinstance(read, list) and isinstance(said, list), "a translation is ids on both sides"
    mapped: Row = {IDS: shared.read(read), "labels": shared.said(said)}
    return mapped | {SAME: int(mapped == its)}


@dataclass(frozen=True)
class TaughtPadding:
    """Batches for both: the teacher's stands in that of the student by ``KEY``."""

    student: Callable[[Any], dict[str, Any]]
    teacher: Padding

    def __call__(self, rows: list[Row]) -> dict[str, Any]:
        theirs: list[Any] = [each[KEY] for each in rows if KEY in each]
        batch = self.student(rows)
        if not theirs:
            return batch
        same = {SAME: torch.tensor([each[SAME] for each in theirs])} if SAME in theirs[0] else {}
        return batch | {KEY: self.teacher(theirs) | same}
