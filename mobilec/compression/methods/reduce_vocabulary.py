"""reduce-vocabulary: only the words that a corpus uses, or that a set of characters can write.

    E' = E[kept],  kept = {w : count(w) >= least}       for the table E (words, width)

(Abdaoui et al., Load What You Need, SustaiNLP 2020, section 3, for subsets of languages.) The rows
that stay are as they were. The tokenizer is rewritten with the same words, so that it cuts the
texts of the corpus as before: that is checked, each text, with the ids mapped. Special tokens,
single characters of the words that stay, and the pieces that BPE makes them of, stay too.
"""

from transformers import PreTrainedModel

from mobilec.checkpoint.task import TRANSLATION
from mobilec.checkpoint.translation.generation import read_generation
from mobilec.compression.keys import plain
from mobilec.compression.method import Context, LayerError, SeatPlan, StepPlan, options_of
from mobilec.compression.vocabulary.check import refuse_moved, refuse_other_ids
from mobilec.compression.vocabulary.choose import VocabularyOptions, chosen
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
from mobilec.compression.words import WordSeats, word_seats
from mobilec.layers.cost import linear, table


class ReduceVocabulary:
    """See ``mobilec.compression.method.Method``."""

    options = VocabularyOptions
    name = "reduce-vocabulary"

    def reads(self, options: VocabularyOptions) -> bool:  # noqa: ARG002
        """Which words there are, only the tokenizer and the corpus say."""
        return True

    def plan(
        self, model: PreTrainedModel, options: VocabularyOptions, context: Context
    ) -> StepPlan:
        """How many words stay, and which settings change."""
        found = chosen(model, options, context)
        refuse_moved(model, found.numberings)
        changes = renumbered(model.config.to_dict(), found.numberings[-1])
        sizes = [len(each) for each in found.numberings]
        pairs = list(zip(word_seats(model), found.numberings, strict=True))
        return StepPlan(
            method=self.name,
            options=plain(options),
            seats=tuple(_seat(seats, each) for seats, each in pairs),
            notes=(found.note,),
            rebuild={
                "words": sizes,
                "padding": [padding_after(seats, each) for seats, each in pairs],
                "config": settings_after(model.config, changes, sizes),
            },
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Rewrites model, tokenizer and settings; refused is a tokenizer that cuts otherwise."""
        numberings = chosen(model, options_of(plan, self.options), context).numberings
        words = opened(context.folder, context.task, model.config, context.languages)
        texts = () if context.calibration is None else context.calibration.texts
        before = [words.ids(text, place) for place, text in enumerate(texts)]
        words.write_(numberings)
        renumber_files_(context.folder, numberings[-1])
        resize_(model, numberings)
        _configure_(model, plan)
        if context.task == TRANSLATION:
            model.generation_config = read_generation(context.folder)
        again = opened(context.folder, context.task, model.config, context.languages)
        refuse_other_ids(again, numberings, texts, before)
        return ()

    def rebuild_(self, model: PreTrainedModel, plan: StepPlan) -> None:
        """Tables of the new size; what stands in their rows comes from a file."""
        after = zip(plan.rebuild["words"], plan.rebuild["padding"], strict=True)
        before = zip(words_of(model), word_seats(model), strict=True)
        resize_(
            model,
            [
                any_rows(words, seats.dense.padding_idx, size, padding)
                for (words, seats), (size, padding) in zip(before, after, strict=True)
            ],
        )
        _configure_(model, plan)


def _seat(seats: WordSeats, numbering: Numbering) -> SeatPlan:
    width, words = seats.dense.embedding_dim, len(numbering)
    after = table(words, width)
    for _ in seats.outputs:
        after += linear(width, words, bias=False, stored=False)
    sizes = {"words": words, "width": width}
    note = f"{words} of {numbering.words} words"
    return SeatPlan(seats.path, "embedding", sizes, seats.cost, after, note)


def _configure_(model: PreTrainedModel, plan: StepPlan) -> None:
    for name, value in plan.rebuild["config"].items():
        setattr(model.config, name, value)


METHOD = ReduceVocabulary()
