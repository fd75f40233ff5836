"""What characters are, by tables that Python, Kotlin, Swift and TypeScript carry alike.

``unicodedata`` knows another version of Unicode in each version of Python, and phones and browsers
yet others. What is decided by a character has to be the same on all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from exporters.text.letter_tables import LETTERS, PICTURES

_BASE = 36
_CHINESE_AND_JAPANESE = ("Hani", "Hira", "Kana", "Bopo")
_WITHOUT_SPACES = (*_CHINESE_AND_JAPANESE, "Thai", "Laoo", "Khmr", "Mymr", "Tibt")
_WIDE_SIGNS = frozenset([*range(0x3001, 0x3040), *range(0xFF01, 0xFF66)])
"""Punctuation of Chinese and Japanese, and the forms of ASCII that are as wide."""
_TEXT_PICTURES = frozenset([*range(0x2190), 0x3030, 0x303D, 0x3297, 0x3299])
"""Pictures to Unicode that are signs of text: © ® ™ ℹ and others of the kind."""
_FLAGS = frozenset(range(0x1F1E6, 0x1F200))
_AFTER_PICTURE = frozenset([0x200D, 0x20E3, 0xFE0E, 0xFE0F, *range(0xE0020, 0xE0080)])
"""What joins pictures, chooses their form or names a region."""
_SKINS = frozenset(range(0x1F3FB, 0x1F400))


@cache
def _by_script() -> dict[str, frozenset[int]]:
    found: dict[str, list[str]] = {}
    for word in LETTERS.split():
        # Numbers have small letters only.
        if word[0].isupper():
            found[word] = []
        else:
            found[list(found)[-1]].append(word)
    return {name: frozenset(_codes(words)) for name, words in found.items()}


def _codes(words: Iterable[str]) -> Iterator[int]:
    end = 0
    for word in words:
        gap, _, more = word.partition(".")
        first = end + int(gap, _BASE)
        end = first + int(more or "0", _BASE) + 1
        yield from range(first, end)


@cache
def letters(scripts: tuple[str, ...] = ()) -> frozenset[int]:
    """The letters of some scripts, by their codes of ISO 15924; of all of them where none is named.

    A letter that several scripts have (``µ``, ``ー``) is one of none of them.
    """
    known = _by_script()
    return frozenset().union(*(known.get(name, ()) for name in scripts or known))


@cache
def _script_of() -> dict[int, str]:
    return {code: name for name, codes in _by_script().items() for code in codes}


def script_of(letter: str) -> str | None:
    """The script that a letter belongs to; None of what is no letter, or one of several scripts."""
    return _script_of().get(ord(letter))


def has_letter(text: str, scripts: Sequence[str] = ()) -> bool:
    """Whether any letter of the scripts is in a text."""
    known = letters(tuple(scripts))
    return any(ord(char) in known for char in text)


def is_letter(char: str) -> bool:
    """A letter of any script."""
    return ord(char) in letters()


def is_wide(char: str) -> bool:
    """A letter or a sign of Chinese or Japanese, which have no space between sentences."""
    return ord(char) in _WIDE_SIGNS or ord(char) in letters(_CHINESE_AND_JAPANESE)


def is_without_spaces(char: str) -> bool:
    """The same, and letters of other scripts that have no space between words."""
    return ord(char) in _WIDE_SIGNS or ord(char) in letters(_WITHOUT_SPACES)


@cache
def _pictures() -> frozenset[int]:
    return (frozenset(_codes(PICTURES.split())) - _TEXT_PICTURES) | _FLAGS


def picture_end(text: str, start: int) -> int:
    """Where the emoji end that begin at a place, all that touch each other; ``start`` if none
    does."""
    end = start + 1 if _begins_picture(text, start) else start
    while start < end < len(text):
        code = ord(text[end])
        if code not in _AFTER_PICTURE and code not in _SKINS and not _begins_picture(text, end):
            break
        end += 1
    return end


def _begins_picture(text: str, at: int) -> bool:
    """A picture, a flag, or a key: a digit, # or * under U+20E3."""
    if ord(text[at]) in _pictures():
        return True
    rest = text[at + 1 : at + 3]
    return text[at] in "0123456789#*" and (rest[:1] == "\u20e3" or rest == "\ufe0f\u20e3")
