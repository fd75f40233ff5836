"""python -m tests.hostile --seconds 60
python -m tests.hostile --only contents --mutants 100-199
"""

import argparse
import itertools
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.hostile.bases import Bases, made
from tests.hostile.judge import ACCEPTED, BAD, CLASSES, classed
from tests.hostile.kinds import KINDS, seed_of
from tests.hostile.run import run, warm

RARE = {"phone": 5}
"""Kinds that wait more than they work: one in so many numbers."""


def main() -> int:
    """0 where no mutant was anything bad."""
    asked = _asked()
    kinds = [asked.only] if asked.only else list(KINDS)
    counts: Counter[tuple[str, str]] = Counter()
    mutants, bad = Counter[str](), 0
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        bases = made(asked.keep)
        warm()
        for number in asked.mutants:
            for kind in kinds:
                if not asked.only and number % RARE.get(kind, 1):
                    continue
                if number and asked.seconds and _worked_s() > asked.seconds:
                    break
                mutants[kind] += 1
                for found, words, what, said in _tried(bases, Path(name), kind, number):
                    counts[kind, found] += 1
                    if found in BAD:
                        bad += 1
                        _tell(kind, number, found, words, what, said, asked.full)
            if asked.seconds and _worked_s() > asked.seconds:
                break
    _table(kinds, counts, mutants)
    return int(bad > 0)


def _worked_s() -> float:
    """Of processors, since this process began, with all that it started and awaited."""
    return sum(os.times()[:4])


def _tried(
    bases: Bases, folder: Path, kind: str, number: int
) -> Iterator[tuple[str, str, str, str]]:
    chance = random.Random(seed_of(kind, number))
    place = folder / "mutant"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    case = KINDS[kind](bases, place, chance)
    try:
        for words in case.commands:
            # What ran to its end is remembered for this run alone.
            ended = run(words, {"XDG_CACHE_HOME": str(folder / "cache"), **case.surroundings})
            wrong = case.left()
            found = ACCEPTED if wrong else classed(ended, words, case)
            yield found, " ".join(map(str, words)), case.what, f"{ended.said}\n{wrong}"
    finally:
        case.close()


def _tell(kind: str, number: int, found: str, words: str, what: str, said: str, full: bool) -> None:
    last = said.strip().splitlines()[-1:] if not full else said.strip().splitlines()
    shown = "\n  ".join(line if full else line[:400] for line in last)
    sys.stdout.write(f"{found}: --only {kind} --mutants {number} ({what})\n  {words}\n  {shown}\n")
    sys.stdout.flush()


def _table(kinds: list[str], counts: Counter[tuple[str, str]], mutants: Counter[str]) -> None:
    rows = [("kind", "mutants", "commands", *CLASSES)]
    for kind in (*kinds, "all"):
        own = [k for k in kinds if kind in (k, "all")]
        found = [sum(counts[k, each] for k in own) for each in CLASSES]
        rows.append((kind, str(sum(mutants[k] for k in own)), str(sum(found)), *map(str, found)))
    for row in rows:
        sys.stdout.write("| " + " | ".join(row) + " |\n")
        if row is rows[0]:
            sys.stdout.write("|" + "---|" * len(row) + "\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    told = "of processors, what is mutated and all imports included; one of each kind at least"
    parser.add_argument("--seconds", type=float, default=0.0, help=told)
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--mutants", type=_range, default=itertools.count(), metavar="N,N-N")
    parser.add_argument("--keep", action="store_true", help="mutate what an earlier run made")
    parser.add_argument("--full", action="store_true", help="all that a bad one said")
    return parser.parse_args()


def _range(text: str) -> list[int]:
    parts = (part.partition("-") for part in text.split(","))
    return [n for first, _, last in parts for n in range(int(first), int(last or first) + 1)]


if __name__ == "__main__":
    sys.exit(main())
