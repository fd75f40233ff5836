"""reduce-vocabulary: only the words that a corpus uses, or that a set of characters can write.

    E' = E[kept],  kept = {w : count(w) >= least}       for the table E (words, width)

(Abdaoui et al., Load What You Need, SustaiNLP 2020, section 3, for subsets of languages.) The rows
that stay are as they were. The tokenizer is rewritten with the same words, so that it cuts the
texts of the corpus as before: that is checked, each text, with the ids mapped. Special tokens,
single characters of the words that stay, and the pieces that BPE makes them of, stay too.
"""

from transformers import PreTrainedModel

from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compressed.words import WordSeats, word_seats
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.vocabulary.choose import VocabularyOptions, chosen
from mobilec.compression.vocabulary.numbering import Numbering
from mobilec.compression.vocabulary.renumber import edits_of, renumber_
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
        pairs = zip(word_seats(model), found.numberings, strict=True)
        return StepPlan(
            method=self.name,
            options=plain(options),
            edits=edits_of(model, found.numberings),
            seats=tuple(_seat(seats, each) for seats, each in pairs),
            notes=(found.note,),
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Rows that stay are as they were, so no layer has an error."""
        numberings = chosen(model, options_of(plan, self.options), context).numberings
        renumber_(model, numberings, context)
        return ()


def _seat(seats: WordSeats, numbering: Numbering) -> SeatPlan:
    width, words = seats.dense.embedding_dim, len(numbering)
    after = table(words, width)
    for _ in seats.outputs:
        after += linear(width, words, bias=False, stored=False)
    note = f"{words} of {numbering.words} words"
    return SeatPlan(seats.path, "embedding", seats.cost, after, note)


METHOD = ReduceVocabulary()
