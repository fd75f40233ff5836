"""The lines `progress {...}` that a process writes, on a phone into its log."""

import json
from dataclasses import dataclass

WORD = "progress "


@dataclass(frozen=True)
class Told:
    """``share``: 0 to 1."""

    share: float
    what: str


def told(line: str) -> Told | None:
    """What a line says, or None where it says something else."""
    if not line.startswith(WORD):
        return None
    try:
        document = json.loads(line.removeprefix(WORD))
        done, total, what = document["done"], document["total"], document["what"]
        share = float(done) / float(total) if total else 0.0
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    return Told(min(1.0, max(0.0, share)), str(what))
