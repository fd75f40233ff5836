"""Gives a model and all files beside it new ids of words, and holds them to what they were."""

from collections.abc import Sequence
from typing import Any

from transformers import PreTrainedModel

from exporters.tasks import TRANSLATION
from mobilec.checkpoint.translation.generation import read_generation
from mobilec.compressed.words import word_seats
from mobilec.compression.method import Context
from mobilec.compression.vocabulary.check import refuse_moved, refuse_other_ids
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.opened import opened
from mobilec.compression.vocabulary.resize import (
    any_rows,
    padding_after,
    resize_,
    settings_after,
    words_of,
)
from mobilec.compression.vocabulary.settings import renumber_files_, renumbered


def rebuild_of(model: PreTrainedModel, numberings: Sequence[Numbering]) -> dict[str, Any]:
    """What a record must know of new ids; refused are ids that the model cannot have."""
    refuse_moved(model, numberings)
    sizes = [len(each) for each in numberings]
    changes = renumbered(model.config.to_dict(), numberings[-1])
    pairs = zip(word_seats(model), numberings, strict=True)
    return {
        "words": sizes,
        "padding": [padding_after(seats, each) for seats, each in pairs],
        "config": settings_after(model.config, changes, sizes),
    }


def renumber_(
    model: PreTrainedModel,
    numberings: tuple[Numbering, ...],
    rebuild: dict[str, Any],
    context: Context,
) -> None:
    """Rewrites model, tokenizer and settings; refused is a tokenizer that cuts otherwise."""
    words = opened(context.folder, context.task, model.config, context.languages)
    texts = () if context.calibration is None else context.calibration.texts
    before = [words.ids(text, place) for place, text in enumerate(texts)]
    words.write_(numberings)
    renumber_files_(context.folder, numberings[-1])
    resize_(model, numberings)
    _configure_(model, rebuild)
    if context.task == TRANSLATION:
        model.generation_config = read_generation(context.folder)
    again = opened(context.folder, context.task, model.config, context.languages)
    refuse_other_ids(again, numberings, texts, before)


def rebuild_words_(model: PreTrainedModel, rebuild: dict[str, Any]) -> None:
    """Tables of the new size; what stands in their rows comes from a file."""
    after = zip(rebuild["words"], rebuild["padding"], strict=True)
    before = zip(words_of(model), word_seats(model), strict=True)
    resize_(
        model,
        [
            any_rows(words, seats.dense.padding_idx, size, padding)
            for (words, seats), (size, padding) in zip(before, after, strict=True)
        ],
    )
    _configure_(model, rebuild)


def _configure_(model: PreTrainedModel, rebuild: dict[str, Any]) -> None:
    for name, value in rebuild["config"].items():
        setattr(model.config, name, value)
