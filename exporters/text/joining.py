"""Translations put together again, with spaces as the target's language has them.

Between two sentences of a line stands what stood between them in the source. That is no space in
Chinese and Japanese, and a space elsewhere:

- out of a language without such spaces into one with them, nothing becomes a space, and U+3000 too;
  so it is where an address or a placeholder touched a letter;
- the other way round, spaces go;
- ``Hello.How are you?`` gets its space.

Whether a source has spaces between its sentences is seen where they meet: not behind a letter or
a sign of Chinese or Japanese, nor inside a sentence of another script without spaces that was
cut because it is long. Whether a target has them says its language; where that is unknown, the
translations that meet.
"""

from collections.abc import Sequence

from exporters.text.characters import is_letter, is_wide, is_without_spaces
from exporters.text.language import sentence_language
from exporters.text.pieces import Piece

_WITHOUT = frozenset("zh ja yue wuu nan hak lzh cmn".split())
_WIDE_SPACE = "\u3000"
_SIGNS = ".!?…,;:"
_BEGIN_THING, _END_THING = "{<%$#&", "}>%;/=_"
"""Signs of ASCII at the ends of things, beside letters and figures."""


def rejoin(
    pieces: Sequence[Piece], translations: Sequence[str], target_language: str | None = None
) -> str:
    """The translation of each piece in its place, and between them what belongs there."""
    made, before, said_before = "", Piece("", ""), ""
    for at, (piece, said) in enumerate(zip(pieces, translations, strict=True)):
        if piece.text and said and made:
            gap = _between(before, said_before, piece.text, said, target_language)
            made = made[: len(made) - len(before.space)] + gap
        made += said
        if said and _touches(piece.text[-1], _next_sign(pieces, at), _BEGIN_THING):
            made += " " if _has_spaces(said, "", target_language) else ""
        made += piece.space
        before, said_before = piece, said
    return made


def _between(
    before: Piece, said_before: str, text: str, said: str, target_language: str | None
) -> str:
    """What stands between a piece and the one before it, instead of that one's space."""
    space = before.space
    if space.strip():
        touches = _touches(text[0], space[-1:], _END_THING)
        return space + (" " if touches and _has_spaces("", said, target_language) else "")
    if not (before.text and said_before):
        return space
    return _gap(before, text, _has_spaces(said_before, said, target_language))


def _gap(before: Piece, text: str, has_spaces: bool) -> str:
    last, first, space = before.text[-1], text[0], before.space
    is_dense = is_wide(last) or is_wide(first)
    if not has_spaces:
        return space if is_dense else ""
    if is_dense or (not space and is_without_spaces(last) and is_without_spaces(first)):
        return space.replace(_WIDE_SPACE, " ") or " "
    return " " if not space and last in _SIGNS and is_letter(first) else space


def _next_sign(pieces: Sequence[Piece], at: int) -> str:
    """The first of what stays as it is behind the text of a piece; "" where a text follows."""
    following = pieces[at + 1 : at + 2]
    later = following[0].space if following and not following[0].text else ""
    return (pieces[at].space or later)[:1]


def _touches(char: str, thing: str, signs: str) -> bool:
    """Whether a thing of ASCII, of which one end is given, stands at a character without a
    space."""
    return is_wide(char) and thing.isascii() and bool(thing) and (thing.isalnum() or thing in signs)


def _has_spaces(said: str, following: str, target_language: str | None) -> bool:
    """Whether a space parts what is said and what follows, of which either may be unknown."""
    if target_language is not None:
        return sentence_language(target_language) not in _WITHOUT
    return not any(map(is_wide, said[-1:] + following[:1]))
