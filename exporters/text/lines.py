"""Lines that were wrapped, made one again.

A line break inside a sentence cuts it, as nobody can tell whether a line is one of a poem, a
list or a paragraph. Who knows that lines were wrapped says so, and then a single line break
between two lines becomes a space, or nothing between characters of Chinese and Japanese. It
stays where a line is blank, and before a line that begins as an item of a list does.
"""

import re

from exporters.text.characters import is_wide
from exporters.text.items import begins_item

LINES = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+|[\r\n\v\f\x85\u2028\u2029]+")
"""Runs without a line break, and runs of line breaks."""
_SINGLE = frozenset(("\n", "\r", "\r\n", "\x85", "\u2028"))


def joined_lines(text: str) -> str:
    """``text`` with its wrapped lines joined."""
    runs = LINES.findall(text)
    made = ""
    for at, run in enumerate(runs):
        following = runs[at + 1] if at + 1 < len(runs) else ""
        if run in _SINGLE and _goes_on(runs[at - 1] if at else "", following):
            gap = "" if is_wide(made.rstrip()[-1]) and is_wide(following.lstrip()[0]) else " "
            made = made.rstrip() + gap
            runs[at + 1] = following.lstrip()
        else:
            made += run
    return made


def _goes_on(before: str, following: str) -> bool:
    return bool(before.strip() and following.strip()) and not begins_item(following)
