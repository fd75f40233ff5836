"""How a command ended with a mutant."""

import re

from tests.hostile.cases import Case
from tests.hostile.run import Ended

REFUSED, RIGHT, DEFECT, TRACEBACK, SIGNAL, HUNG, ACCEPTED, RAW = (
    *("refused", "right though changed", "defect", "traceback", "signal", "over 20 s"),
    *("accepted though wrong", "raw control bytes"),
)
CLASSES = (REFUSED, RIGHT, DEFECT, TRACEBACK, SIGNAL, HUNG, ACCEPTED, RAW)
BAD = frozenset(CLASSES) - {REFUSED, RIGHT}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def classed(ended: Ended, words: tuple[object, ...], case: Case) -> str:
    """One of ``CLASSES``."""
    if ended.hung:
        return HUNG
    if ended.signal:
        return SIGNAL
    if "has a defect" in ended.said:
        return DEFECT
    if "Traceback (most recent" in ended.said or ended.status not in (0, 1, 2, 3):
        return TRACEBACK
    if _CONTROL.search(ended.said):
        return RAW
    if ended.status:
        return REFUSED if ended.said.strip() else TRACEBACK
    held = case.held or (case.verified and words[0] == "verify")
    return ACCEPTED if held else RIGHT
