"""Items of a list: what a line begins with, and where the next item of the same line does."""

import re
from collections.abc import Iterator

from exporters.text.language import sentence_language

_GAP = r"[ \t\u00a0\u2000-\u200a\u202f\u3000]"
_MARK = re.compile(
    rf"{_GAP}*(?:([0-9]{{1,3}})([.)])|\([0-9]{{1,3}}\)|\(?[A-Za-z]\)|[-*•‣▪◦–—·]){_GAP}+(?=\S)"
)
_DOT = "."
_ORDINAL_DOT = frozenset(
    "az bs cs da de dsb et eu fi fo hr hsb hu is lb lv me mk nb nn no pl sk sl sr tr".split()
)
"""Languages in which ``3.`` is "third" as well, so that a number alone says nothing."""


def items(line: str, language: str | None) -> Iterator[tuple[str, str]]:
    """A line as (mark with the whitespace around it, rest); one pair without a mark where it is no
    list.

    A mark is a number with a dot or a bracket, a letter with a bracket, or a dash or a bullet, each
    with a space behind it. After a number, the next number with the same sign begins the next
    item. A first number with a dot alone, without a next one, is no mark in a language that
    writes ordinals so.
    """
    found = _MARK.match(line)
    number, sign = found.groups() if found else (None, None)
    if found is None or (sign == _DOT and not _is_list(line, int(number or 0), language)):
        yield "", line
        return
    at, end = 0, found.end()
    while number is not None:
        following = _next(line, end, int(number) + 1, str(sign))
        if following is None:
            break
        yield line[at:end], line[end : following.start()]
        at, end, number = following.start(), following.end(), following.group(1)
    yield line[at:end], line[end:]


def begins_item(line: str) -> bool:
    """Whether a line begins with a mark, of whatever language it is."""
    return _MARK.match(line) is not None


def _is_list(line: str, number: int, language: str | None) -> bool:
    if sentence_language(language) not in _ORDINAL_DOT:
        return True
    return _next(line, 0, number + 1, _DOT) is not None


def _next(line: str, start: int, number: int, sign: str) -> re.Match[str] | None:
    pattern = re.compile(rf"(?<={_GAP})({number})[{sign}]{_GAP}+(?=\S)")
    return pattern.search(line, start)
