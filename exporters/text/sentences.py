"""A text cut into what is translated one at a time, and put together again.

Line breaks stay where they are, so paragraphs stay paragraphs. Inside a line sentencex finds the
sentences (https://github.com/wikimedia/sentencex: rules and abbreviations of many languages);
what of them is translated says ``exporters.text.pieces``. A sentence that is longer than a
program can take is cut at the last clause mark that fits, else at the last space, else between
two characters. Nothing is ever dropped.

A phone finds sentences by fewer rules in the language that the manifest names, cuts at the same
line breaks and, by the same limit, the same marks. The two may differ on an abbreviation or a
quotation; goldens are single sentences, so no check depends on it.
"""

import re
from collections.abc import Callable, Iterator, Sequence

import sentencex

from exporters.text.handling import Handling
from exporters.text.language import sentence_language
from exporters.text.lines import LINES, joined_lines
from exporters.text.pieces import Piece, is_translated, pieces_of_line

_EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)
_CLAUSE_END = re.compile(r"[,;:)\]–—](?=\s)|[、，；：。！？」』）]")
_WORD_END = re.compile(r"(?=\s)")
_CHARACTER_END = re.compile(r"(?=[^\u0300-\u036f\u200d\ufe0f])(?<!\u200d)", re.DOTALL)
"""Not before a combining mark or inside a joined emoji."""


def split(
    text: str,
    language: str | None = None,
    fits: Callable[[str], bool] | None = None,
    scripts: Sequence[str] = (),
    handling: Handling | None = None,
) -> tuple[Piece, ...]:
    """The pieces of ``text`` in order; ``language``: any form of a code, None reads as English.

    ``fits``: whether a text is short enough; longer ones are cut further. ``scripts``: what the
    model was made for, empty for any.
    """
    asked = handling or Handling()
    whole = joined_lines(text) if asked.join_lines else text
    cut = _as_is if asked.as_is else _handled
    pieces = (piece for line in LINES.findall(whole) for piece in cut(line, language, scripts))
    if fits is None:
        return tuple(pieces)
    parts = (part for piece in pieces for part in _fitting(piece, fits))
    return tuple(parts if asked.as_is else (_with_words(part, scripts) for part in parts))


def _as_is(line: str, language: str | None, _: Sequence[str]) -> Iterator[Piece]:
    for sentence in sentencex.segment(sentence_language(language), line):
        yield from _edged(sentence)


def _handled(line: str, language: str | None, scripts: Sequence[str]) -> Iterator[Piece]:
    code = sentence_language(language)
    yield from pieces_of_line(line, language, scripts, lambda rest: sentencex.segment(code, rest))


def _with_words(part: Piece, scripts: Sequence[str]) -> Piece:
    """A part of a sentence that was too long may be one without words."""
    if not part.text or is_translated(part.text, scripts):
        return part
    return Piece("", part.text + part.space)


def _edged(sentence: str) -> Iterator[Piece]:
    """Whitespace before a sentence becomes a piece without text."""
    edges = _EDGES.fullmatch(sentence)
    assert edges is not None
    before, text, after = edges.groups()
    if before:
        yield Piece("", before)
    if text:
        yield Piece(text, after)


def _fitting(piece: Piece, fits: Callable[[str], bool]) -> Iterator[Piece]:
    rest = piece.text
    while rest and not fits(rest):
        end = _last_fitting(rest, fits)
        part, rest = rest[:end], rest[end:]
        text = part.rstrip()
        tail = rest.lstrip()
        yield Piece(text, part[len(text) :] + rest[: len(rest) - len(tail)])
        rest = tail
    yield Piece(rest, piece.space)


def _last_fitting(text: str, fits: Callable[[str], bool]) -> int:
    """Where the longest part ends that fits, at the best kind of border that has one."""
    for border in (_CLAUSE_END, _WORD_END, _CHARACTER_END):
        ends = [found.end() for found in border.finditer(text) if 0 < found.end() < len(text)]
        if end := _longest(text, ends, fits):
            return end
    # One character alone is too long only where the limit leaves no room for text.
    return 1


def _longest(text: str, ends: Sequence[int], fits: Callable[[str], bool]) -> int:
    """The last of the ascending ``ends`` that fits, 0 if none; longer texts never have fewer
    tokens by much, so halving finds it."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if fits(text[: ends[middle]]):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else 0
