"""Texts that are cut, and pairs, beside what transformers makes of them: the whole of what a
classifier reads, special tokens and token types among it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from exporters.errors import Refused
from exporters.text.encoder import TYPES, Asked, Encoder, in_words, parts
from mobilec.checkpoint.ids.facts import is_rebuilt
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.ids.stock import Stock, open_stock
from mobilec.checkpoint.ids.texts import texts_for

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
        (each, [*mine.ids], ids)
        for each, mine, (ids, types) in zip(asked, ours, theirs, strict=True)
        if [*mine.ids] != ids or (mine.types and types and [*mine.types] != types)
    ]
    what = "pairs" if reads.pairs else "texts"
    if not wrong:
        return Held((stock.name,), pairs=len(asked) if reads.pairs else 0)
    first, mine, ids = wrong[0]
    said = (
        f"{stock.name} gives other ids or token types for {len(wrong)} of {len(asked)} {what} at "
        f"{reads.longest} tokens, the first {_short(in_words(first))}: {_few(ids)}, and "
        f"tokenizer.json {_few(mine)}"
    )
    if is_rebuilt(tokenizer):
        raise Refused(f"{said}. Make tokenizer_config.json and tokenizer.json of {folder} agree")
    return Held(notes=(f"{said}. tokenizer.json was followed.",))


def _asked(tokenizer: Tokenizer, stock: Stock, pairs: bool) -> Iterator[Asked]:
    texts = texts_for(tokenizer.get_vocab(with_added_tokens=False), ())
    theirs = stock.ids(texts, special=False)
    given = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    same = [t for t, a, b in zip(texts, given, theirs, strict=True) if a.ids == b and a.ids]
    joined = [" ".join(same[at : at + _LONG]) for at in range(0, len(same), _LONG)]
    long = [text for text in joined if _alike(tokenizer, stock, text)]
    if not pairs:
        yield from long
        return
    yield from zip(same[:_PAIRS], reversed(same[-_PAIRS:]), strict=False)
    yield from zip(long, reversed(long), strict=True)
    yield from zip(long, same, strict=False)


def _alike(tokenizer: Tokenizer, stock: Stock, text: str) -> bool:
    return bool(tokenizer.encode(text, add_special_tokens=False).ids == stock.ids([text], False)[0])


def _of_stock(stock: Stock, asked: Asked, reads: Reads) -> tuple[list[int], list[int]]:
    """Ids, and types where it gives them."""
    text, pair = parts(asked)
    made = stock.cut(text, pair, reads.longest, reads.side)
    return made["input_ids"], made.get(TYPES, [])


def _few(ids: Sequence[int], most: int = 6) -> str:
    shown = ", ".join(str(each) for each in ids[-most:])
    return f"[..., {shown}]" if len(ids) > most else f"[{shown}]"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most]}..."
