"""Which words stay: by how often a corpus uses them, and by the characters they are written in."""

from collections import Counter
from dataclasses import dataclass, field

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.describe import Kind
from mobilec.compression.method import Context
from mobilec.compression.vocabulary.characters import allowed_by
from mobilec.compression.vocabulary.numbering import Numbering, numbering
from mobilec.compression.vocabulary.opened import WordFiles, opened
from mobilec.compression.vocabulary.resize import words_of
from mobilec.compression.vocabulary.settings import ids_in
from mobilec.compression.vocabulary.word_list import WordList
from mobilec.tasks.registry import task_of


@dataclass(frozen=True)
class VocabularyOptions:
    """``characters``: names of sets (ascii, latin, greek, ...); words that they write stay, beside
    those of the corpus where data is given. ``least``: how often a word must occur in it.
    ``size``: the most words that stay, by how often they occur.
    """

    characters: tuple[str, ...] = field(default_factory=tuple)
    least: int = 1
    size: int | None = None

    def __post_init__(self) -> None:
        allowed_by(self.characters)
        if self.least < 1:
            raise Refused(f"least is {self.least}; a word of a corpus occurs at least once")
        if self.size is not None and self.size < 1:
            raise Refused(f"size is {self.size}; at least one word must stay")


@dataclass(frozen=True)
class Chosen:
    """``numberings``: one for each table. ``counts``: of the corpus, by old ids."""

    numberings: tuple[Numbering, ...]
    counts: tuple[Counter[int], ...]

    @property
    def note(self) -> str:
        """How many words stay, and what share of the corpus is read as before."""
        sizes = " and ".join(f"{len(n)} of {n.words} words stay" for n in self.numberings)
        total = sum(count.total() for count in self.counts)
        kept = sum(
            times
            for each, count in zip(self.numberings, self.counts, strict=True)
            for id, times in count.items()
            if id in each
        )
        return f"{sizes}; {kept} of {total} tokens of the data are as before" if total else sizes


def chosen(model: PreTrainedModel, options: VocabularyOptions, context: Context) -> Chosen:
    """The words that stay, with those that settings name and those that the tokenizer needs."""
    rows = words_of(model)
    words = _opened(model, len(rows), context)
    counts = _counts(words, options, context)
    named = ids_in(model.config.to_dict())
    kind: Kind = task_of(context.task).files()
    if (search := kind.search(context.folder)) is not None:
        named |= ids_in(search.to_dict())
    found = []
    for each, count, size in zip(words.lists, counts, rows, strict=True):
        kept = each.closed(
            _wanted(each, count, options), {id for id in named if 0 <= id < size}, options.size
        )
        _refuse_size(kept, options)
        found.append(numbering(kept, size, each.first))
    return Chosen(tuple(found), counts)


def by_counts(model: PreTrainedModel, context: Context) -> Chosen:
    """All words, the frequent ones first. Before them come those that settings and tokenizers name,
    after them ids that no tokenizer's model has (a Unigram model numbers by places)."""
    why = "to number words by how often they occur"
    context.needed(why)
    words = opened(context.folder, context.task, model.config, context.languages)
    counts = _counted(words, context, why)
    found = []
    for each, count, size in zip(words.lists, counts, words_of(model), strict=True):
        fixed = [*each.first, *sorted(each.special)]
        free = [id for id in range(size) if id < each.placed]
        order = sorted(free, key=lambda id: (-count[id], id))
        first = [id for id in dict.fromkeys((*fixed, *order)) if id < each.placed]
        found.append(numbering(range(size), size, first))
    return Chosen(tuple(found), counts)


def word_counts(
    model: PreTrainedModel, tables: int, context: Context, why: str
) -> tuple[Counter[int], ...]:
    """How often the data has each word of each of the ``tables``, by its id."""
    return _counted(_opened(model, tables, context), context, why)


def _opened(model: PreTrainedModel, tables: int, context: Context) -> WordFiles:
    words = opened(context.folder, context.task, model.config, context.languages)
    if len(words.lists) != tables:
        raise Refused(
            f"the tokenizer has {len(words.lists)} numberings of words, and the model has "
            f"{tables} tables of them"
        )
    return words


def _counts(
    words: WordFiles, options: VocabularyOptions, context: Context
) -> tuple[Counter[int], ...]:
    if options.characters and context.calibration is None:
        return tuple(Counter() for _ in words.lists)
    return _counted(words, context, "reduce-vocabulary without characters")


def _counted(words: WordFiles, context: Context, why: str) -> tuple[Counter[int], ...]:
    counts: tuple[Counter[int], ...] = tuple(Counter() for _ in words.lists)
    texts = context.needed(why).texts
    context.progress.doing(f"counting the words of {len(texts)} texts")
    for place, text in enumerate(texts):
        number, ids = words.ids(text, place)
        counts[number].update(ids)
    return counts


def _wanted(words: WordList, counts: Counter[int], options: VocabularyOptions) -> list[int]:
    written = words.written_in(allowed_by(options.characters)) if options.characters else ()
    return list(dict.fromkeys((*words.used(counts, options.least), *written)))


def _refuse_size(kept: set[int], options: VocabularyOptions) -> None:
    if options.size is not None and len(kept) > options.size:
        raise Refused(
            f"a size of {options.size} words was asked for, and {len(kept)} must stay: special "
            f"tokens, and the characters that words are written in; {len(kept)} is the nearest"
        )
