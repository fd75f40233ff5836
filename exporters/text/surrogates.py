"""Text that is no Unicode: half of a pair of surrogates, which no tokenizer takes.

Python has such text where bytes on a command line were not UTF-8 (PEP 383), and where JSON of a
UTF-16 text was cut inside a character.
"""

import re

from exporters.errors import Refused

_SURROGATE = re.compile("[\ud800-\udfff]")


def refuse_surrogates(text: str, what: str) -> None:
    """Refuses ``text``; ``what``: it, by its place."""
    found = _SURROGATE.search(text)
    if found is None:
        return
    code = ord(found.group())
    reason = f"U+{code:04X} is half of a character"
    if 0xDC80 <= code <= 0xDCFF:
        reason += f", or the byte {code - 0xDC00:02X} that is not UTF-8"
    raise Refused(
        f"{what} is no Unicode at its character {found.start() + 1}: {reason} ({text!r:.80}); "
        "give whole characters, in UTF-8"
    )
