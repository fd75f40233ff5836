"""Letters in disguise, as their plain ones, before a tokenizer sees them.

Most SentencePiece models begin with NFKC; without it a tokenizer takes ``Ｈｅｌｌｏ`` or
``ﬁne`` for unknown words, and a translator then says what it likes. So a piece is folded first,
unless the tokenizer reads ``Ａﬁ`` as it reads ``Afi`` (``exporters.text.words.Words.read``):

    left out       U+00AD, U+061C, U+180E, U+200B, U+200E, U+200F, U+202A to U+202E, U+2060 to
                   U+2064, U+2066 to U+206F, U+FEFF: nobody sees them. U+200B stays for Thai, Lao,
                   Khmer, Burmese and Tibetan, where it parts words; U+200C and U+200D stay, as
                   Persian, the scripts of India and emoji need them
    NFKC           ligatures (U+FB00 to U+FB17), Arabic letters by their form (U+FB50 to U+FDFB
                   without the signs there, U+FE80 to U+FEFC), mathematical letters (U+1D400 to
                   U+1D7FF)
    wide forms     U+FF01 to U+FF5E as ASCII, U+3000 as a space; not for a model of Chinese,
                   Japanese or Korean, whose texts have them for punctuation
    at last        NFC, which makes one letter of a letter and its accent

Nothing else: ``²`` is not ``2``, ``½`` not ``1⁄2``, ``①`` not ``1``.
"""

from collections.abc import Sequence

from tokenizers import normalizers

_COMPATIBLE, _COMPOSED = normalizers.NFKC(), normalizers.NFC()
_ZERO_SPACE = 0x200B
_UNSEEN = frozenset(
    [0xAD, 0x61C, 0x180E, _ZERO_SPACE, 0x200E, 0x200F, *range(0x202A, 0x202F)]
    + [*range(0x2060, 0x2065), *range(0x2066, 0x2070), 0xFEFF]
)
_DISGUISED = frozenset(
    [*range(0xFB00, 0xFB07), *range(0xFB13, 0xFB18), *range(0xFB50, 0xFBB2)]
    + [*range(0xFBD3, 0xFC5E), *range(0xFC64, 0xFD3E), *range(0xFD50, 0xFDFC)]
    + [*range(0xFE80, 0xFEFD), *range(0x1D400, 0x1D800)]
)
_WIDE = range(0xFF01, 0xFF5F)
_WIDE_TO_ASCII = 0xFEE0
_WIDE_SPACE = 0x3000
_WITH_WIDE_FORMS = frozenset(("Hani", "Hira", "Kana", "Bopo", "Hang"))
_WITH_ZERO_SPACE = frozenset(("Thai", "Laoo", "Khmr", "Mymr", "Tibt"))


def folded(text: str, scripts: Sequence[str] = ()) -> str:
    """``text`` for a model that was made for ``scripts``; where none is named, it may be for any,
    and what has a meaning in one of them stays."""
    if text.isascii():
        return text
    own = set(scripts or _WITH_WIDE_FORMS | _WITH_ZERO_SPACE)
    narrow, parted = not own & _WITH_WIDE_FORMS, bool(own & _WITH_ZERO_SPACE)
    made = "".join(_folded(char, narrow, parted) for char in text)
    return str(_COMPOSED.normalize_str(made))


def _folded(char: str, narrow: bool, parted: bool) -> str:
    code = ord(char)
    if code in _UNSEEN:
        return char if parted and code == _ZERO_SPACE else ""
    if code in _DISGUISED:
        return str(_COMPATIBLE.normalize_str(char))
    if narrow and code in _WIDE:
        return chr(code - _WIDE_TO_ASCII)
    return " " if narrow and code == _WIDE_SPACE else char
