"""Gives a model and all files beside it new ids of words, and holds them to what they were."""

from collections.abc import Sequence

from transformers import PreTrainedModel

from mobilec.checkpoint.describe import Kind
from mobilec.compressed.edits import Edit
from mobilec.compressed.words import word_edits, word_seats
from mobilec.compression.method import Context
from mobilec.compression.vocabulary.check import refuse_moved, refuse_other_ids
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.opened import opened
from mobilec.compression.vocabulary.resize import padding_after, resize_, settings_after
from mobilec.compression.vocabulary.settings import renumber_files_, renumbered
from mobilec.compression.vocabulary.shortlist import renumber_shortlist_
from mobilec.tasks.registry import task_of


def edits_of(model: PreTrainedModel, numberings: Sequence[Numbering]) -> tuple[Edit, ...]:
    """What new ids change; refused are ids that the model cannot have."""
    refuse_moved(model, numberings)
    sizes = [len(each) for each in numberings]
    changes = renumbered(model.config.to_dict(), numberings[-1])
    tables = zip(word_seats(model), numberings, strict=True)
    paddings = [padding_after(seats, each) for seats, each in tables]
    return word_edits(model, sizes, paddings, settings_after(model.config, changes, sizes))


def renumber_(model: PreTrainedModel, numberings: tuple[Numbering, ...], context: Context) -> None:
    """Rewrites model, tokenizer and settings; refused is a tokenizer that cuts otherwise."""
    edits = edits_of(model, numberings)
    words = opened(context.folder, context.task, model.config, context.languages)
    texts = () if context.calibration is None else context.calibration.texts
    before = [words.ids(text, place) for place, text in enumerate(texts)]
    words.write_(numberings)
    renumber_files_(context.folder, numberings[-1])
    renumber_shortlist_(context.folder, numberings)
    resize_(model, numberings, edits)
    kind: Kind = task_of(context.task).files()
    if (search := kind.search(context.folder)) is not None:
        model.generation_config = search
    again = opened(context.folder, context.task, model.config, context.languages)
    refuse_other_ids(again, numberings, texts, before)
