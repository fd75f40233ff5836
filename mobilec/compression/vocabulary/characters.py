"""Sets of characters by name, for words that can be written in them."""

import unicodedata
from collections.abc import Callable, Sequence

from exporters.errors import Refused

ASCII = "ascii"
SCRIPTS = (
    *("latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "devanagari", "bengali"),
    *("tamil", "telugu", "thai", "georgian", "hangul", "hiragana", "katakana", "cjk"),
)
"""As Unicode begins the names of their letters."""

_SIGNS = ((0x20, 0x250), (0x2000, 0x2070), (0x20A0, 0x20D0))
"""Where punctuation, digits and currencies of any script are, from the first to before the last."""


def allowed_by(names: Sequence[str]) -> Callable[[str], bool]:
    """Whether a character is in one of the sets. Signs of the European languages are in all but
    ascii, which is its 128 characters alone."""
    for name in names:
        if name not in (ASCII, *SCRIPTS):
            raise Refused(
                f"there is no set of characters {name!r}; there are {ASCII}, {', '.join(SCRIPTS)}"
            )
    scripts = tuple(name.upper() for name in names if name != ASCII)

    def allowed(character: str) -> bool:
        if ord(character) < 128:
            return True
        if not scripts:
            return False
        if not unicodedata.category(character).startswith(("L", "M")):
            return any(low <= ord(character) < high for low, high in _SIGNS)
        return unicodedata.name(character, "").startswith(scripts)

    return allowed
