"""What of a line is translated, and what is handed through.

A translator asked for ``123`` or for a line of another script invents a sentence. So of each line:

1. The mark of an item of a list stays (``exporters.text.items``), and what follows it is cut into
   sentences. No sentence ends inside an address or another thing that is no text
   (``exporters.text.things``), and none ends at a dot without a space but before a word with a
   capital letter, as in ``Hello.How are you?``.
2. Things at the ends of a sentence are cut off and put back, with the signs that end the sentence
   where they follow such a thing: ``See https://a.example!`` asks for ``See``.
3. What is left is translated if it has a letter of a script that the model was made for, and stays
   as it is if not.
4. A thing inside a sentence goes to the model with it. Where the translation does not have each
   of them as often as the sentence, the parts between them are translated one by one, and the
   things stand between those (``exporters.text.translation``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from exporters.text.characters import has_letter, is_letter, is_wide
from exporters.text.folding import folded
from exporters.text.items import items
from exporters.text.things import Span, things

ENDING = ".!?…,;:。！？、，；："
_AFTER_THING = f"{ENDING}-–—"


@dataclass(frozen=True)
class Piece:
    """``text``: what is translated, maybe empty. ``space``: what follows it and stays as it is."""

    text: str
    space: str


def pieces_of_line(
    line: str,
    language: str | None,
    scripts: Sequence[str],
    sentences: Callable[[str], Sequence[str]],
) -> Iterator[Piece]:
    """The pieces of a line: texts and spaces together are the line again."""
    for mark, rest in items(line, language):
        if mark:
            yield Piece("", mark)
        for sentence in whole_sentences(sentences(rest)):
            yield from _trimmed(sentence, scripts)


def whole_sentences(sentences: Sequence[str]) -> Iterator[str]:
    """Sentences that were cut inside a thing, or at a dot inside a word, put together again."""
    line = "".join(sentences)
    found = things(line)
    start = 0
    for end in accumulate(map(len, sentences)):
        if end == len(line) or _ends(line, end, found):
            yield line[start:end]
            start = end


def _ends(line: str, at: int, found: Sequence[Span]) -> bool:
    if any(span.start < at < span.end for span in found):
        return False
    if line[at - 1] not in ".!?" or line[at].isspace():
        return True
    return begins_without_space(line, at)


def begins_without_space(line: str, at: int) -> bool:
    """Whether a sentence begins right behind a sign: with a letter of Chinese or Japanese; or with
    a capital letter and no second one, where two small ones stand before the sign."""
    before, after = line[max(0, at - 3) : at - 1], line[at : at + 2]
    if is_letter(after[0]) and is_wide(after[0]):
        return True
    if len(before) < 2 or not all(map(is_letter, before)) or any(map(_is_capital, before)):
        return False
    return _is_capital(after[0]) and not any(map(_is_capital, after[1:]))


def _is_capital(char: str) -> bool:
    return is_letter(char) and char.lower() != char


def _trimmed(sentence: str, scripts: Sequence[str]) -> Iterator[Piece]:
    start, end = ends(sentence)
    text = sentence[start:end]
    if not is_translated(text, scripts):
        if sentence:
            yield Piece("", sentence)
        return
    if start:
        yield Piece("", sentence[:start])
    yield Piece(text, sentence[end:])


def is_translated(text: str, scripts: Sequence[str]) -> bool:
    """Whether a letter of the scripts stands in it outside of things, as the tokenizer sees it."""
    found = things(text)
    starts, stops = [0, *(span.end for span in found)], [*(span.start for span in found), len(text)]
    rest = "".join(text[a:b] for a, b in zip(starts, stops, strict=True))
    return has_letter(folded(rest, scripts), scripts)


def ends(text: str) -> tuple[int, int]:
    """Where what is left begins and ends when things and spaces at both ends are off."""
    found = things(text)
    end = _end(text, found)
    return min(_start(text, found), end), end


def _start(text: str, found: Sequence[Span]) -> int:
    at = _after_spaces(text, 0)
    for span in found:
        if span.start != at:
            break
        at = _after_spaces(text, span.end)
        behind = at
        while behind < len(text) and text[behind] in _AFTER_THING:
            behind += 1
        if behind == len(text) or text[behind].isspace():
            at = _after_spaces(text, behind)
    return at


def _end(text: str, found: Sequence[Span]) -> int:
    end = len(text.rstrip())
    for span in reversed(found):
        if len(text[:end].rstrip(ENDING).rstrip()) > span.end:
            break
        end = len(text[: span.start].rstrip())
    return end


def _after_spaces(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())
