"""Commands that write a folder, killed at random moments, and two of them at once.

    python -m tests.hostile.dying --kills 200 --pairs 100

Of each kill: the output is the old one or the new one, whole, or absent where there was none; the
next run works; nothing else is left beside it. Of each pair: both end with a bundle or a refusal.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from exporters.bundle import write
from exporters.bundle.bundle import Bundle
from tests.hostile.bases import Bases, made
from tests.hostile.run import warm
from tests.lowering.store import backend

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
TARGET = "onnx"
NAMES = (("v1", "v1.2026"), ("out", "out"), ("a", "a.b"), ("x[1]", "x1"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.dying", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", action="store_true", help="export what an earlier run made")
    asked = parser.parse_args()
    chance, counts = random.Random(asked.seed), Counter[str]()
    bases = made(asked.keep)
    warm()
    with tempfile.TemporaryDirectory(prefix="dying-") as name:
        longest_s = _timed(bases, Path(name) / "timed")
        for number in range(asked.kills):
            counts[_killed(bases, Path(name) / str(number), chance, longest_s)] += 1
        for number in range(asked.pairs):
            counts[_pair(bases, Path(name) / f"pair-{number}", chance)] += 1
    for found, count in sorted(counts.items()):
        sys.stdout.write(f"{found}: {count}\n")
    return int(any(found.startswith("bad") for found in counts))


def _words(bases: Bases, output: Path, overwrite: bool) -> list[str]:
    more = ["--overwrite"] if overwrite else []
    target = ["--target", TARGET]
    model = str(bases.classifier)
    return ["export", model, *target, "--max-length", "16,32", "-o", str(output), *more]


def _timed(bases: Bases, place: Path) -> float:
    """How long one takes that nobody kills, the second of two."""
    for _ in range(2):
        shutil.rmtree(place, ignore_errors=True)
        began = time.monotonic()
        assert _ended(_begun(_words(bases, place, False))) == 0
    return time.monotonic() - began


def _killed(bases: Bases, place: Path, chance: random.Random, longest_s: float) -> str:
    place.mkdir()
    output, over = place / "out", chance.random() < 0.5
    if over:
        shutil.copytree(bases.labelling, output)
    child = _begun(_words(bases, output, over))
    # The last moments, in which everything is written, more often than the others.
    moment = chance.uniform(0.0, 1.05) if chance.random() < 0.5 else chance.uniform(0.7, 1.05)
    time.sleep(moment * longest_s)
    by = chance.choice(SIGNALS)
    os.kill(child, by)
    ended = _ended(child)
    if output.exists() or over:
        Bundle.open(output)  # raises where it is half
    left = [p.name for p in place.iterdir() if p.name != "out"]
    if left and by != signal.SIGKILL:
        return f"bad: {by.name} left {left[0]}"
    again = _ended(_begun(_words(bases, output, output.exists())))
    left = [p.name for p in place.iterdir() if p.name != "out"]
    if again or left:
        return f"bad: the next run ended with {again} and left {left}"
    Bundle.open(output)
    when = "after its end" if ended == 0 else "at work"
    return f"{by.name} {when}, over {'an old bundle' if over else 'nothing'}: whole"


def _pair(bases: Bases, place: Path, chance: random.Random) -> str:
    place.mkdir()
    names, over = chance.choice(NAMES), chance.random() < 0.5
    children = []
    for name in names:
        children.append(_begun(_words(bases, place / name, over)))
        time.sleep(chance.uniform(0, 0.5))
    ends = [_ended(child) for child in children]
    for name in set(names):
        Bundle.open(place / name)
    left = {p.name for p in place.iterdir()} - set(names)
    allowed = [0, 1] if len(set(names)) == 1 and not over else [0, 0]
    if left or sorted(ends) not in ([0, 0], allowed):
        return f"bad: {names} ended with {ends} and left {left}"
    return f"pair of {'one name' if len(set(names)) == 1 else 'near names'}: whole"


def _begun(words: list[str]) -> int:
    child = os.fork()
    if child == 0:
        status = 70
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(nowhere, number)
            status = _spoken(words)
        finally:
            os._exit(status)
    return child


def _spoken(words: list[str]) -> int:
    from mobilec.cli import main as command

    sys.argv = ["mobilec", *words]
    run: Callable[[], None] = command.main
    with patch.object(write, "backend", backend):
        try:
            run()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
