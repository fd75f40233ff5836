"""Which texts become the goldens of a classifier, and what such goldens cannot show."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from tokenizers import Tokenizer

from exporters.bundle.golden import LEAST_SENTENCES, Golden
from exporters.bundle.stock_sentences import SENTENCES, Stock
from exporters.text.encoder import Asked
from exporters.text.unknown import unknown_id

TRIED = 4
"""Rows of a label that are looked at for each that is taken: the model may say another."""
ONE_LABEL = 0.9
"""Of the goldens; where more have one label, a program that always says it passes."""
UNKNOWN = 0.2
"""Of the tokens; where more are unknown, sentences differ in little."""


@dataclass(frozen=True)
class Labelled:
    """A text of the user's, or a text and its pair, with the label that the data gives it."""

    text: Asked
    label: str


def chosen_texts(
    rows: Sequence[Labelled], said: Callable[[Asked], str], stock: Stock
) -> tuple[Asked, ...]:
    """Of each label of the data equally many rows, at least one, in the order of the file.

    Of a label those come first that the model gives it (``said``), so that it is among the
    answers. Too few rows are filled up with sentences of the stock.
    """
    labels = list(dict.fromkeys(row.label for row in rows))
    share = max(1, SENTENCES // max(1, len(labels)))
    kept: set[Asked] = set()
    for label in labels:
        texts = list(dict.fromkeys(row.text for row in rows if row.label == label))
        kept |= set(_first(texts[: TRIED * share], share, partial(_says, said, label)))
    own = tuple(dict.fromkeys(row.text for row in rows if row.text in kept))
    if len(own) >= LEAST_SENTENCES:
        return own
    more = tuple(text for text in stock.sentences if text not in kept)
    return (*own, *more)[:SENTENCES]


def _says(said: Callable[[Asked], str], label: str, text: Asked) -> bool:
    return said(text) == label


def _first(texts: Sequence[Asked], count: int, liked: Callable[[Asked], bool]) -> list[Asked]:
    """The first so many that are liked, filled up with others; looks at no more than it needs."""
    yes: list[Asked] = []
    no: list[Asked] = []
    for text in texts:
        if len(yes) == count:
            break
        (yes if liked(text) else no).append(text)
    return [*yes, *no][:count]


def weaknesses(golden: Golden, tokenizer: Tokenizer, in_data: Sequence[str]) -> tuple[str, ...]:
    """What the goldens cannot show, in words for the user. ``in_data``: labels of the data."""
    said = Counter(sentence.label for sentence in golden.sentences)
    count = len(golden.sentences)
    notes = []
    label, most = said.most_common(1)[0]
    if most > ONE_LABEL * count:
        notes.append(
            f"PyTorch gives {most} of {count} golden sentences the label {label!r}, so that they "
            "agree says little. Give --eval FILE with rows of every label."
        )
    if never := [label for label in dict.fromkeys(in_data) if label not in said]:
        notes.append(
            f"PyTorch gives no golden sentence the label {', '.join(map(repr, never))}, which the "
            "data has. Does the model know it?"
        )
    return (*notes, *_unread(golden, tokenizer))


def _unread(golden: Golden, tokenizer: Tokenizer) -> tuple[str, ...]:
    unknown = unknown_id(tokenizer)
    marks = set(tokenizer.encode("").ids)
    tokens = Counter(i for s in golden.sentences for i in s.input_ids if i not in marks)
    share = tokens[unknown] / max(1, tokens.total())
    if share <= UNKNOWN:
        return ()
    return (
        f"{share:.0%} of the tokens of the golden sentences are the unknown one: a table of words "
        "with wrong rows would hardly show. Give --eval FILE with texts that the model can read.",
    )


def origin(
    rows: Sequence[Labelled], texts: Sequence[Asked], data: str, stock: Stock
) -> tuple[str, ...]:
    """Where the goldens come from, in words: texts of the user's travel in the bundle."""
    own = {row.text for row in rows}
    if count := sum(text in own for text in texts):
        return (
            f"{count} golden sentences are rows of {data}: golden.json has them, and with it every "
            "app that the bundle goes into.",
        )
    if not stock.covered:
        return (
            "The tokenizer covers none of the languages that there are golden sentences in: "
            "English ones were used. Give --eval FILE with texts that the model is made for.",
        )
    return ()
