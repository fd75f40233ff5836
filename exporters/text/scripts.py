"""Which scripts a translator was made for: by its source language, or by its vocabulary."""

import re
from collections import Counter
from collections.abc import Iterable

from exporters.text.characters import script_of
from exporters.text.language import sentence_language

_SUFFIX = re.compile(r"[_-]([A-Z][a-z]{3})\b")
_SEVERAL = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Hani", "Hira", "Kana"),
    "Hang": ("Hang", "Hani"),
    "Kore": ("Hang", "Hani"),
}
"""Codes that stand for a way to write, which takes several scripts or is a part of one."""
_LANGUAGES = {
    "Latn": "af ast br bs ca ceb cs cy da de en eo es et eu fi fo fr fy ga gd gl ha haw hr ht hu "
    "id ig is it jv la lb lg ln lt lv mg mi ms mt nb nl nn no ny oc pl pt qu ro sk sl sm sn so sq "
    "st su sv sw tl tn tr ts vi wo xh yo zu",
    "Cyrl": "ba be bg ce cv ky mk mn os ru sah tg tt tyv uk",
    "Arab": "ar ckb fa ps sd ug ur",
    "Deva": "bho hi mai mr ne sa",
    "Beng": "as bn",
    "Hebr": "he yi",
    "Ethi": "am ti",
    "Mymr": "my",
    **{"Grek": "el", "Armn": "hy", "Geor": "ka", "Gujr": "gu", "Guru": "pa", "Taml": "ta"},
    **{"Telu": "te", "Knda": "kn", "Mlym": "ml", "Orya": "or", "Sinh": "si", "Thai": "th"},
    **{"Laoo": "lo", "Khmr": "km", "Tibt": "bo dz", "Jpan": "ja", "Kore": "ko", "Hans": "zh"},
}
"""Languages that are written in one way only; Serbian, Kazakh, Uzbek and others have two."""
_BY_LANGUAGE = {code: script for script, codes in _LANGUAGES.items() for code in codes.split()}

_LEAST_SHARE = 0.005
_LEAST_PIECES = 16


def scripts_of_language(code: str | None) -> tuple[str, ...]:
    """``eng_Latn`` and ``en`` are ("Latn",), ``ja`` is ("Hani", "Hira", "Kana"); empty where a
    language has several scripts, or nobody knows them."""
    if not code:
        return ()
    suffix = _SUFFIX.search(code)
    name = suffix.group(1) if suffix else _BY_LANGUAGE.get(sentence_language(code))
    return _SEVERAL.get(name, (name,)) if name else ()


def scripts_of_vocabulary(pieces: Iterable[str]) -> tuple[str, ...]:
    """The scripts that have a part in a vocabulary; ``pieces``: as text.

    Every vocabulary has letters of foreign scripts one by one. So a piece counts that has two
    letters of its script, or one of Chinese, and a script counts that has 16 such pieces and
    half a hundredth of all. Where none does, a model may be for any: the answer is empty.
    """
    counts: Counter[str] = Counter()
    for piece in pieces:
        found = [script_of(char) for char in piece]
        for script in set(filter(None, found)):
            if script is not None and (found.count(script) > 1 or script == "Hani"):
                counts[script] += 1
    least = max(_LEAST_PIECES, _LEAST_SHARE * sum(counts.values()))
    return tuple(sorted(name for name, count in counts.items() if count >= least))
