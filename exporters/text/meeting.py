"""Whether one translator writes what another reads."""

import re

from exporters.text.language import sentence_language

_SCRIPT = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{3}(?![A-Za-z])")


def is_known(code: str | None) -> bool:
    """Whether a code names a language at all: ``None``, "" and "?" do not."""
    return re.search(r"[A-Za-z]{2}", code or "") is not None


def is_same_language(code: str | None, other: str | None) -> bool:
    """Whether two codes name one language, whatever their form: ``por_Latn``, ``pt_XX`` and ``pt``
    do. Codes with different scripts, as ``zho_Hans`` and ``zho_Hant``, do not, and neither does a
    code that is unknown."""
    if not (is_known(code) and is_known(other)):
        return False
    scripts = {_script(code or ""), _script(other or "")} - {""}
    return sentence_language(code) == sentence_language(other) and len(scripts) < 2


def _script(code: str) -> str:
    """The code of ISO 15924 in a language's, "" for none."""
    found = _SCRIPT.search(code)
    return found.group() if found else ""
