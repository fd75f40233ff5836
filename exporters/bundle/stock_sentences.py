"""Sentences that come with the exporter, in the languages that a tokenizer's vocabulary covers.

The lists of all languages but English and German say the same. A language is covered where its
words are hardly cut and hardly unknown: an English vocabulary spells Russian letter by letter, and
a model that reads it so was never trained on it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from exporters.text.encoder import Asked
from exporters.text.unknown import unknown_id

ENGLISH = "en"
SENTENCES = 32
"""As many goldens as a classifier has where nobody gives others."""
SAME = 4
"""Stock pairs of a sentence and itself."""
UNSPACED = {"ja": 0.75, "th": 0.6, "zh": 1.15}
"""Languages that write no spaces between words, with the most tokens that a character becomes where
they are covered: a Chinese one has its own, Japanese and Thai words have several characters."""
MOST_PIECES = 1.6
"""Of a word where spaces are written. English has 1.1 to 1.3 in vocabularies that were made for it,
and 1.8 to 3 in others."""
NEXT_BEST = 1.35
"""A word may be cut so much finer than in the language that is cut least: accents that are taken
off make of Vietnamese syllables that an English vocabulary happens to have."""
MOST_UNKNOWN = 0.03
"""Of the characters. An unknown token may hide a letter or, in Thai, a whole sentence."""


@dataclass(frozen=True)
class Stock:
    """``languages``: of the sentences. ``covered``: False where the vocabulary covers none of all,
    and English stands in."""

    languages: tuple[str, ...]
    sentences: tuple[Asked, ...]
    covered: bool

    def in_pairs(self) -> "Stock":
        """The same as pairs: each with the next one, as the first of two and as the second, and
        some with themselves."""
        texts = [text for text in self.sentences if isinstance(text, str)]
        each = zip(texts, (*texts[1:], *texts[:1]), strict=True)
        mixed = [(b, a) if at % 2 else (a, b) for at, (a, b) in enumerate(each)]
        same = [(text, text) for text in texts[:SAME]]
        return replace(self, sentences=(*mixed[: SENTENCES - len(same)], *same))


def languages() -> tuple[str, ...]:
    """The codes of all languages that there is a list in."""
    names = (path.stem.partition("-")[2] for path in Path(__file__).parent.glob("sentences-*.txt"))
    return tuple(sorted(names))


def stock_for(tokenizer: Tokenizer) -> Stock:
    """Sentences in all languages that the vocabulary of ``tokenizer`` covers, in turn."""
    found = covered(tokenizer)
    chosen = found or (ENGLISH,)
    return Stock(chosen, _in_turn(chosen), covered=bool(found))


def covered(tokenizer: Tokenizer) -> tuple[str, ...]:
    """The languages of the lists in which hardly a character is unknown, and words are whole."""
    unknown = unknown_id(tokenizer)
    cuts = {language: _cut(tokenizer, unknown, language) for language in languages()}
    known = {name: cut.pieces for name, cut in cuts.items() if cut.unknown <= MOST_UNKNOWN}
    least = min((cost for name, cost in known.items() if name not in UNSPACED), default=0.0)
    most = min(MOST_PIECES, NEXT_BEST * least)
    return tuple(name for name, cost in known.items() if cost <= UNSPACED.get(name, most))


@dataclass(frozen=True)
class Cut:
    """``unknown``: share of the characters that an unknown token hides. ``pieces``: tokens of a
    word, or of a character where words are not spaced."""

    unknown: float
    pieces: float


def _cut(tokenizer: Tokenizer, unknown: int, language: str) -> Cut:
    tokens, units, hidden, characters = 0, 0, 0, 0
    for text in sentences(language):
        encoded = tokenizer.encode(text, add_special_tokens=False)
        places = zip(encoded.ids, encoded.offsets, strict=True)
        hidden += sum(end - start for at, (start, end) in places if at == unknown)
        tokens += len(encoded.ids)
        units += _units(text, language)
        characters += sum(not letter.isspace() for letter in text)
    return Cut(hidden / characters, tokens / units)


@cache
def sentences(language: str) -> tuple[str, ...]:
    """The list of a language. English has opinions, as most classifiers are asked for them."""
    name = "sentences.txt" if language == ENGLISH else f"sentences-{language}.txt"
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return tuple(text.splitlines())


def _units(text: str, language: str) -> int:
    """Words and marks, or characters without those that are written above others."""
    kinds = [unicodedata.category(letter) for letter in text if not letter.isspace()]
    if language in UNSPACED:
        return sum(kind != "Mn" for kind in kinds)
    return len(text.split()) + sum(kind.startswith("P") for kind in kinds)


def _in_turn(chosen: Sequence[str]) -> tuple[str, ...]:
    """One of each language after the other, each with another sentence, as their lists say the
    same."""
    found: dict[str, None] = {}
    for place in range(SENTENCES):
        turn, language = divmod(place, len(chosen))
        known = sentences(chosen[language])
        found[known[(turn + language * len(known) // len(chosen)) % len(known)]] = None
    return tuple(found)
