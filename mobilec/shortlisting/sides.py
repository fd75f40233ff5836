"""A translator's two vocabularies, and pairs of sentences in their ids."""

from collections.abc import Sequence

from transformers import PreTrainedConfig

from exporters.errors import Refused
from exporters.text.handling import Handling
from exporters.text.words import Words
from mobilec.checkpoint.translation.text import TranslationText
from mobilec.evaluation.parallel import Pair
from mobilec.shortlisting.dictionary import Ids
from mobilec.shortlisting.lists import Vocabularies

LONGEST = 256
"""Tokens of a sentence to learn from: what is longer is mostly no sentence, and makes the work
grow by its square."""


def target_words(config: PreTrainedConfig) -> int:
    """Words that a translator can say, where its decoder has rows of its own and where not."""
    own: int | None = getattr(config, "decoder_vocab_size", None)
    return own or config.vocab_size


def encoded(pairs: Sequence[Pair], words: Words, rows: int) -> list[tuple[Ids, Ids]]:
    """Pairs as ids, without those of which a side is longer than ``LONGEST`` or has no words. A
    source is as the model reads it; a target has no special tokens, and none past its ``rows``."""
    asked = Handling()
    made = []
    for pair in pairs:
        target = words.target.encode(pair.reference, add_special_tokens=False).ids
        known = [id for id in target if id < rows]
        made.append((words.ids(words.read(pair.text, asked)), known))
    return [(s, t) for s, t in made if 0 < len(s) <= LONGEST and 0 < len(t) <= LONGEST]


def vocabularies(
    text: TranslationText, config: PreTrainedConfig, sources: Sequence[Ids], name: str
) -> Vocabularies:
    """Of a translator. Refused: one of whose sources no token ends all."""
    settings = text.settings
    forced = () if settings.forced_bos is None else (settings.forced_bos,)
    end = _end(text.words, sources)
    if end is None:
        raise Refused(
            f"no token stands in every source that {name} reads, and the words that are always "
            f"allowed would stand in its list; a shortlist needs a model that ends its sources"
        )
    return Vocabularies(
        source_words=config.vocab_size,
        target_words=target_words(config),
        spelled=_spelled(text.words, config.vocab_size, target_words(config)),
        end=end,
        always=(*settings.eos_ids, *forced, *settings.forced_eos),
    )


def _end(words: Words, sources: Sequence[Ids]) -> int | None:
    """The last token of an empty text, where all others have it too."""
    found = words.ids("")[-1:]
    return found[0] if found and all(found[0] in source for source in sources) else None


def _spelled(words: Words, source_rows: int, target_rows: int) -> dict[int, int]:
    source = words.source.get_vocab(with_added_tokens=False)
    target = words.target.get_vocab(with_added_tokens=False)
    same = ((id, target[token]) for token, id in source.items() if token in target)
    return {id: other for id, other in same if id < source_rows and other < target_rows}
