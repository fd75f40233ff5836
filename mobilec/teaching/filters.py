"""Which translations are no lesson.

What a search makes of a sentence may be no translation of it: the sentence again, a loop, a text
that runs on. A student learns those too, so they are left aside and counted (Kim and Rush 2016
train on all; filters of this kind: Bogoychev et al. 2020, Edinburgh's submissions to WNGT,
section 3).
"""

EMPTY, UNENDED, COPY, LENGTH, LOOP = (
    "empty",
    "without an end",
    "a copy",
    "of other length",
    "a loop",
)
REASONS = (EMPTY, UNENDED, COPY, LENGTH, LOOP)

_SHORT = 12
"""Characters up to which lengths say nothing: "Yes." may become "Sim, senhora." """
_WORDS = 3
"""Up to so many words are names and calls, which stay as they are in every language."""
_LONGEST, _TIMES = 4, 3
"""A loop is up to so many words, so many times in a row."""


def why_not(source: str, translation: str, ended: bool, ratio: float) -> str | None:
    """The reason that a pair is left aside; None for a lesson. ``ended``: the search came to an
    end before its room did."""
    if not translation:
        return EMPTY
    if not ended:
        return UNENDED
    if source == translation and len(source.split()) > _WORDS:
        return COPY
    longer, shorter = (f(len(source), len(translation)) for f in (max, min))
    if longer > max(_SHORT, ratio * shorter):
        return LENGTH
    return LOOP if _loops(translation) and not _loops(source) else None


def _loops(text: str) -> bool:
    words = text.casefold().split()
    return any(
        words[at : at + size] * _TIMES == words[at : at + size * _TIMES]
        for size in range(1, _LONGEST + 1)
        for at in range(len(words) - size * _TIMES + 1)
    )
