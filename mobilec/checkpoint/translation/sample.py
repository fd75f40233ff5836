"""A thousand texts on which two tokenizers are compared: the same ones each time for one model."""

import unicodedata
from collections.abc import Sequence
from random import Random

COUNT = 1000
_SEED = 5
_LONG = 4000
"""Characters; far beyond what a model reads, and what a paragraph may have."""

_ACCENTED = "áàâäãåāăąçćčđéèêëēęěğíìîïīłńñňóòôöõøőśşšßţťúùûüůűýÿžæœĳḧẁẽỳǭǿằẵệỗợứ"
_DECOMPOSED = ("ắn", "Việt", "naïve", "Übergröße", "ǭ", "Ệ", "각하", "がガぱ", "ἂλφα", "и́й", "क़")
_MARKS = "\u0300\u0301\u0302\u0303\u0308\u030c\u0323\u0328\u0331\u0344\u0345\u0654\u093c\u3099"
_EMOJI = ("😀", "👍🏽", "👩‍👩‍👧", "❤️", "1️⃣", "ℹ️", "🇩🇪", "™", "©️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")
_CONTROLS = "\t\n\r\x01\x08\x0b\x1b\x7f\x85\x9f\xad\u200b\u200e\u2028\u2060\ufeff\ufffd"
_SPACES = " \xa0\u1680\u2003\u200a\u202f\u3000\u2581"
_MARKED = ("شَّعب", "مُحَمَّد", "שָׁלוֹם", "हिन्दी", "ไทยน้ำ", "தமிழ்", "မြန်မာ")
_SCRIPTS = (
    (0x370, 0x400),
    (0x400, 0x500),
    (0x5D0, 0x5EB),
    (0x621, 0x653),
    (0x904, 0x94E),
    (0xE01, 0xE4F),
    (0x1100, 0x1200),
    (0x1E00, 0x1F00),
    (0x2010, 0x205F),
    (0x2100, 0x218C),
    (0x2460, 0x2500),
    (0x3041, 0x30FF),
    (0x3131, 0x318F),
    (0x4E00, 0xA000),
    (0xAC00, 0xD7A4),
)
"""From the first code point to before the last."""

_REPEATED = ("ha", "!", ".", "o", "-", "=", "lol")
_PUNCTUATION = "().,;:!?-–—'\"„“”«»/%&@#*+=<>[]{}|~^`…"


def sample(pieces: Sequence[str]) -> tuple[str, ...]:
    """``COUNT`` texts. ``pieces``: of the model, of which half of the texts are made."""
    chance = Random(_SEED)
    known = [piece.replace("▁", " ") for piece in pieces]
    fixed = ("", " ", "\n", "a", "\u0301", "\x01", *_MARKED, *_EMOJI)
    long = (_words(known, chance, _LONG), "語" * _LONG, "x" * _LONG)
    words = tuple(_words(known, chance, 60) for _ in range(COUNT // 2))
    others = COUNT - len(fixed) - len(long) - len(words)
    return (*fixed, *words, *(_other(i, known, chance) for i in range(others)), *long)


def _words(known: Sequence[str], chance: Random, characters: int) -> str:
    text = ""
    while len(text) < characters:
        text += chance.choice(known)
    return text


def _other(turn: int, known: Sequence[str], chance: Random) -> str:
    """The kinds in turn, so that each has its share."""
    mixtures = (
        (*_ACCENTED, *_ACCENTED.upper(), *"as "),
        (*"aeouncsxyg", *_MARKS, *_MARKS),
        (*map(chr, range(0xFF01, 0xFFDD)), "\u0301", "\u3099", "\u3000"),
        (*_EMOJI, *known[:40]),
        (*_CONTROLS, *known[:40]),
        (*_SPACES, *"abc."),
        tuple(map(chr, range(*chance.choice(_SCRIPTS)))),
    )
    makers = (_decomposed, _repeated, _numbers)
    kind = turn % (len(mixtures) + len(makers) + 1)
    if kind < len(mixtures):
        return _joined(mixtures[kind], chance)
    if kind < len(mixtures) + len(makers):
        return makers[kind - len(mixtures)](chance)
    return "".join(_joined(chance.choice(mixtures), chance, 4) for _ in range(4))


def _joined(parts: Sequence[str], chance: Random, count: int = 16, between: str = "") -> str:
    return between.join(chance.choice(parts) for _ in range(count))


def _decomposed(chance: Random) -> str:
    text = _joined((*_DECOMPOSED, *_MARKED), chance, 6, " ")
    return unicodedata.normalize("NFD" if chance.random() < 0.5 else "NFKD", text)


def _repeated(chance: Random) -> str:
    return " ".join(chance.choice(_REPEATED) * times for times in (2, 3, 5, 9))


def _numbers(chance: Random) -> str:
    number = f"{chance.random() * 10 ** chance.randrange(9):.{chance.randrange(4)}f}"
    return f"{number} {chance.choice(_PUNCTUATION)}{number}€ ½ ² №{number} www.a-b.de/?x={number}"
