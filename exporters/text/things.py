"""What stands in a text and is no text: addresses, placeholders, tags, emoji.

A translator was not made for them, and what it says of them is invented. Each is found from its
first character on by the rules below, the same in Kotlin, Swift and TypeScript; all but the
letters of an address are ASCII, so no version of Unicode matters.

    address      scheme://... or www.... up to a space, a bracket <>{}, a quote or a letter of a
                 script without spaces; signs that end a sentence are not its own
    mail         name@host.name
    tag          <b>, </b>, <br/>, <a href="...">, <0>, and a character by name, &nbsp; or &#160;
    placeholder  {name}, {{ name }}, ${name}, #{name}, %{name}, %s, %1$d, %.2f, %(name)s, %@, %name%
    emoji        pictures, flags and keys, all that touch each other; :-) and others of _SMILES
                 between spaces
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from exporters.text.characters import is_letter, is_without_spaces, picture_end


@dataclass(frozen=True)
class Span:
    """From ``start`` up to ``end``, which is not of it."""

    start: int
    end: int


_SIGN = re.compile("[<&{%@:;^\u20e3\u2190-\U0010ffff]|[Ww]{3}\\.|[xX]D")
"""Without one of these a text has none; most sentences have not, and need no closer look."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,19}://|mailto:|[Ww]{3}\.")
_ADDRESS_SIGNS = frozenset("-._~:/?#[]@!$&'()*+,;=%0123456789")
_ENDING = ".,;:!?'"
_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,7}\.[A-Za-z]{2,24}"
    r"(?![A-Za-z0-9])"
)
_TAG = re.compile(
    r"</?[A-Za-z0-9][A-Za-z0-9:_-]{0,31}(?:[ \t]+[^<>=]{1,64}=[^<>]{0,200})?[ \t]*/?>"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,15}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)
_PLACEHOLDER = re.compile(
    r"[$#%]?\{\{ ?[A-Za-z0-9_.:$@#%-]{1,64} ?\}\}|[$#%]?\{[A-Za-z0-9_.:$@#%-]{0,64}\}"
    r"|%(?:\([A-Za-z0-9_.]{1,64}\))?(?:[0-9]{1,2}\$)?[-+#0]{0,4}[0-9]{0,3}(?:\.[0-9]{1,2})?"
    r"(?:hh|h|ll|l|z)?[sdifuxXeEgGcop@](?![A-Za-z0-9])"
    r"|%[A-Za-z_][A-Za-z0-9_]{0,63}%(?![A-Za-z0-9])"
)
_SMILES = (
    *(":-)", ":-(", ";-)", ":-D", ":-P", ":-p", ":-/", ":'(", "^_^"),
    *(":)", ":(", ";)", ":D", ":P", ":p", ":/", "<3", "xD", "XD", "^^"),
)


def things(text: str) -> list[Span]:
    """All of them, in order; none touches a place of another."""
    if _SIGN.search(text) is None:
        return []
    found, at = [], 0
    while at < len(text):
        end = _end(text, at)
        if end > at:
            found.append(Span(at, end))
        at = max(end, at + 1)
    return found


def _end(text: str, at: int) -> int:
    """Where the thing ends that begins at a place; the place itself if none does."""
    for find in _KINDS:
        if (end := find(text, at)) > at:
            return end
    return at


def _address(text: str, at: int) -> int:
    scheme = None if _in_word(text, at) else _SCHEME.match(text, at)
    if scheme is None:
        return at
    end = scheme.end()
    while end < len(text) and _in_address(text[end]):
        end += 1
    while end > scheme.end() and (text[end - 1] in _ENDING or _closes(text[at:end])):
        end -= 1
    return end if end > scheme.end() else at


def _in_address(char: str) -> bool:
    if char < "\x80":
        return char in _ADDRESS_SIGNS or "a" <= char <= "z" or "A" <= char <= "Z"
    return is_letter(char) and not is_without_spaces(char)


def _closes(address: str) -> bool:
    """Whether it ends with a bracket that was opened before it."""
    return any(
        address.endswith(close) and address.count(close) > address.count(opened)
        for opened, close in ("()", "[]")
    )


def _mail(text: str, at: int) -> int:
    found = None if _in_word(text, at) else _MAIL.match(text, at)
    return found.end() if found else at


def _tag(text: str, at: int) -> int:
    found = _TAG.match(text, at) if text[at] in "<&" else None
    return found.end() if found else at


def _placeholder(text: str, at: int) -> int:
    if text[at] not in "{$#%" or (text[at] == "%" and _in_word(text, at)):
        return at
    found = _PLACEHOLDER.match(text, at)
    return found.end() if found else at


def _smile(text: str, at: int) -> int:
    if at > 0 and not text[at - 1].isspace():
        return at
    for smile in _SMILES:
        end = at + len(smile)
        if text.startswith(smile, at) and (end == len(text) or text[end].isspace()):
            return end
    return at


def _in_word(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()


_KINDS: tuple[Callable[[str, int], int], ...] = (
    *(_address, _mail, _tag, _placeholder, picture_end, _smile),
)
