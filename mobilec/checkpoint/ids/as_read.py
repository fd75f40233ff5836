"""Texts that are cut, and pairs, beside what transformers makes of them: the whole of what a
classifier reads, special tokens and token types among it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from exporters.errors import Refused
from exporters.text.encoder import TYPES, Asked, Encoded, Encoder, in_words, parts
from mobilec.checkpoint.ids.by_settings import differences
from mobilec.checkpoint.ids.facts import is_rebuilt
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.stock import Stock, open_stock
from mobilec.checkpoint.ids.texts import texts_for
from mobilec.checkpoint.translation.check import Difference

_LONG = 12
"""Texts in one that is to be cut at any usual length."""
_PAIRS = 200


@dataclass(frozen=True)
class Reads:
    """How a model reads: ``longest`` tokens at most, the end at ``side`` cut off, and whether it
    labels ``pairs``, with token ``types`` or without."""

    longest: int
    side: str
    pairs: bool
    types: bool


def held_as_read(folder: Path, tokenizer: Tokenizer, reads: Reads) -> Held:
    """Compares with ``AutoTokenizer`` of the folder. Where it gives other ids and the settings of
    the folder hold (see by_settings.py) that is refused, elsewhere it is a note.

    A text whose ids alone are others is left out: that was settled before.
    """
    stock = open_stock(folder)
    if isinstance(stock, str):
        return Held()
    asked = list(_asked(tokenizer, stock, reads.pairs))
    encoder = Encoder(tokenizer, reads.longest, reads.side, reads.types)
    theirs = [_of_stock(stock, each, reads) for each in asked]
    ours = [encoder.encode(each) for each in asked]
    wrong = [
        found
        for each, mine, (ids, types) in zip(asked, ours, theirs, strict=True)
        if (found := _difference(each, mine, ids, types)) is not None
    ]
    what = "pairs" if reads.pairs else "texts"
    if not wrong:
        return Held((stock.name,), pairs=len(asked) if reads.pairs else 0)
    said = (
        f"the {stock.name} gives other ids or token types for {len(wrong)} of {len(asked)} {what} "
        f"at {reads.longest} tokens than the tokenizer.json of {folder}: "
        f"{wrong[0].said('transformers')}"
    )
    if is_rebuilt(tokenizer):
        raise Refused(f"{said}; make them say what the model was trained with")
    return Held(notes=(f"{said}. tokenizer.json was followed.",))


def _asked(tokenizer: Tokenizer, stock: Stock, pairs: bool) -> Iterator[Asked]:
    same = _alike(tokenizer, stock, texts_for(tokenizer.get_vocab(with_added_tokens=False), ()))
    joined = [" ".join(same[at : at + _LONG]) for at in range(0, len(same), _LONG)]
    long = _alike(tokenizer, stock, joined)
    if not pairs:
        yield from long
        return
    yield from zip(same[:_PAIRS], reversed(same[-_PAIRS:]), strict=False)
    yield from zip(long, reversed(long), strict=True)
    yield from zip(long, same, strict=False)


def _alike(tokenizer: Tokenizer, stock: Stock, texts: Sequence[str]) -> list[str]:
    """The texts of which both make the same ids, but for those of which they make none."""
    found = differences(tokenizer, stock.ids(texts, special=False), texts, special=False)
    other = {each.text for each in found}
    given = zip(texts, tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True)
    return [text for text, own in given if own.ids and text not in other]


def _of_stock(stock: Stock, asked: Asked, reads: Reads) -> tuple[list[int], list[int]]:
    """Ids, and types where it gives them."""
    text, pair = parts(asked)
    made = stock.cut(text, pair, reads.longest, reads.side)
    return made["input_ids"], made.get(TYPES, [])


def _difference(asked: Asked, mine: Encoded, ids: list[int], types: list[int]) -> Difference | None:
    """Of ids, or where those are the same of types that both give."""
    if [*mine.ids] != ids:
        return Difference(in_words(asked), [*mine.ids], ids)
    if mine.types and types and [*mine.types] != types:
        return Difference(in_words(asked), [*mine.types], types)
    return None
