"""Whole numbers in what a device or a tool says."""

import re

_WHOLE = re.compile(r"-?[0-9]{1,18}")
"""Of 64 bits: Python's ``int`` refuses thousands of digits, and ``str.isdigit`` takes signs that it
cannot read, such as a raised 2."""


def whole(said: str | None) -> int | None:
    """The number; None where what is said is none."""
    return int(said) if said is not None and _WHOLE.fullmatch(said) else None
