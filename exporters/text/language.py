"""Language codes as translation models write them, and as the sentence splitter reads them."""

import re

_FIRST_PART = re.compile(r"[A-Za-z]{2,3}")
_THREE_LETTERS = {
    "amh": "am",
    "arb": "ar",
    "ara": "ar",
    "ben": "bn",
    "bul": "bg",
    "cat": "ca",
    "ces": "cs",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "est": "et",
    "fas": "fa",
    "fin": "fi",
    "fra": "fr",
    "guj": "gu",
    "heb": "he",
    "hin": "hi",
    "hun": "hu",
    "hye": "hy",
    "ind": "id",
    "ita": "it",
    "jpn": "ja",
    "kan": "kn",
    "kat": "ka",
    "kaz": "kk",
    "khm": "km",
    "kor": "ko",
    "lit": "lt",
    "mal": "ml",
    "mar": "mr",
    "mya": "my",
    "nld": "nl",
    "nob": "nb",
    "pan": "pa",
    "pes": "fa",
    "pol": "pl",
    "por": "pt",
    "ron": "ro",
    "rus": "ru",
    "slk": "sk",
    "slv": "sl",
    "spa": "es",
    "swe": "sv",
    "tam": "ta",
    "tel": "te",
    "tha": "th",
    "tur": "tr",
    "ukr": "uk",
    "urd": "ur",
    "vie": "vi",
    "yue": "zh",
    "zho": "zh",
}
"""ISO 639-3 (what NLLB writes) to ISO 639-1 (what splitters read); others stay as they are."""

DEFAULT = "en"


def sentence_language(code: str | None) -> str:
    """``eng_Latn``, ``en_XX``, ``__en__``, ``>>eng<<`` and ``en`` are all "en"."""
    found = _FIRST_PART.search(code or "")
    if found is None:
        return DEFAULT
    first = found.group().lower()
    return _THREE_LETTERS.get(first, first)
