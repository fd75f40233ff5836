"""Commands that write a folder, killed at random moments, and two of them at once.

    python -m tests.hostile.dying --kills 200 --pairs 100

Of each kill: the output is the old one or the new one, whole, or absent where there was none; after
a signal that a process hears nothing is left beside it or among its temporary files; the next run
works, and leaves nothing. Of each pair: both end with an output or a refusal.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from exporters.bundle import write
from tests.hostile.bases import made
from tests.hostile.jobs import Job, jobs
from tests.hostile.run import warm
from tests.lowering.store import backend

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
NAMES = (("v1", "v1.2026"), ("out", "out"), ("a", "a.b"), ("x[1]", "x1"))
PAIRED = ("export onnx", "compress")
OF_RUNTIMES = {".ses"}
"""Of ONNX Runtime, once on a machine among its temporary files."""
ENDS_S = 120.0
"""A process that was asked to end is waited for so long, on a machine that others use as well."""


def main() -> int:
    asked = _asked()
    chance, counts = random.Random(asked.seed), Counter[str]()
    bases = made(asked.keep)
    warm()
    with tempfile.TemporaryDirectory(prefix="dying-") as name:
        folder = Path(name)
        known = jobs(bases, folder / "given")
        harness = _Harness(known, folder, chance)
        names = list(known) if asked.only is None else [asked.only]
        for number in range(asked.kills):
            _count(counts, harness.killed(names[number % len(names)], number))
        for number in range(asked.pairs):
            _count(counts, harness.pair(PAIRED[number % len(PAIRED)], number))
    for found, count in sorted(counts.items()):
        sys.stdout.write(f"{found}: {count}\n")
    return int(any(found.startswith("bad") for found in counts))


def _count(counts: Counter[str], found: str) -> None:
    counts[found] += 1
    if found.startswith("bad"):
        sys.stdout.write(f"{found}\n")
        sys.stdout.flush()


@dataclass
class _Harness:
    """``longest_s``: how long each command takes that nobody kills, as it was last seen."""

    jobs: Mapping[str, Job]
    folder: Path
    chance: random.Random
    longest_s: dict[str, float] = field(default_factory=dict)

    def killed(self, name: str, number: int) -> str:
        job, place = self.jobs[name], self.folder / str(number)
        place.mkdir()
        if name not in self.longest_s:
            self._timed(name, place / "timed")
        (place / "run").mkdir()
        output = job.output(place / "run")
        over = job.old is not None and self.chance.random() < 0.5
        if over and job.old:
            job.old(output)
        before = _names(output)
        child = _begun(job.words(output, over), place / "tmp")
        # The last moments, in which everything is written, more often than the others.
        late = self.chance.random() < 0.5
        moment = self.chance.uniform(0.6 if late else 0.0, 1.0)
        time.sleep(moment * self.longest_s[name])
        by = self.chance.choice(SIGNALS)
        os.kill(child, by)
        ended = _ended(child)
        how = f"{name}, {by.name} {'after its end' if ended == 0 else 'at work'}"
        wrong = self._wrong(job, output, over, before, by, place / "tmp")
        wrong = wrong or self._wrong_again(name, output, before, place / "tmp-2")
        over_what = "an old one" if over else "nothing"
        return f"bad: {how}, over {over_what}: {wrong}" if wrong else f"{how}: whole"

    def _wrong(
        self, job: Job, output: Path, over: bool, before: set[str], by: int, temporary: Path
    ) -> str:
        if output.exists() or over:
            half = _words_of(job, output)
            if half:
                return f"half: {half}"
        if by == signal.SIGKILL:
            return ""
        left = _names(output) - before - job.work
        found = sorted({p.name for p in temporary.iterdir()} - OF_RUNTIMES)
        return f"left {sorted(left)} and {found}" if left or found else ""

    def _wrong_again(self, name: str, output: Path, before: set[str], temporary: Path) -> str:
        """The next run."""
        job = self.jobs[name]
        if not job.again(output):
            return ""
        began = time.monotonic()
        status = _ended(_begun(job.words(output, output.exists()), temporary))
        self.longest_s[name] = time.monotonic() - began
        left = _names(output) - before
        if status or left:
            return f"the next run ended with {status} and left {sorted(left)}"
        half = _words_of(job, output)
        return f"half after the next run: {half}" if half else ""

    def _timed(self, name: str, place: Path) -> None:
        """The second of two."""
        for number in range(2):
            (place / str(number)).mkdir(parents=True)
            output, began = self.jobs[name].output(place / str(number)), time.monotonic()
            status = _ended(_begun(self.jobs[name].words(output, False), place / f"tmp-{number}"))
            assert status == 0, f"{name} ended with {status} though nobody killed it"
            self.longest_s[name] = time.monotonic() - began

    def pair(self, name: str, number: int) -> str:
        job, place = self.jobs[name], self.folder / f"pair-{number}"
        place.mkdir()
        names, over = self.chance.choice(NAMES), self.chance.random() < 0.5
        children = []
        for at, each in enumerate(names):
            words = [*job.words(place / each, over)]
            children.append(_begun(words, self.folder / f"pair-{number}-tmp-{at}"))
            time.sleep(self.chance.uniform(0, 0.5))
        ends = [_ended(child) for child in children]
        for each in set(names):
            job.refuse_half(place / each)
        left = {p.name for p in place.iterdir()} - set(names)
        allowed = [0, 1] if len(set(names)) == 1 and not over else [0, 0]
        if left or sorted(ends) not in ([0, 0], allowed):
            return f"bad: {name}, {names} ended with {ends} and left {left}"
        return f"{name}, pair of {'one name' if len(set(names)) == 1 else 'near names'}: whole"


def _words_of(job: Job, output: Path) -> str:
    """What is wrong with an output, or ""."""
    try:
        job.refuse_half(output)
    except Exception as half:
        return f"{type(half).__name__}: {half}"
    return ""


def _names(output: Path) -> set[str]:
    """What stands beside an output."""
    return {p.name for p in output.parent.iterdir()} - {output.name}


def _begun(words: list[str], temporary: Path) -> int:
    """The real command in a fork; what it lowers is taken from the store of the tests."""
    temporary.mkdir(parents=True)
    child = os.fork()
    if child == 0:
        status = 70
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for number in range(3):
                os.dup2(nowhere, number)
            # A shell may have told its children in the background to hear no interrupt.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.environ |= {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(temporary.parent)}
            tempfile.tempdir = None
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
    """The status, a signal as a number below 0; 71 where it did not end."""
    end = time.monotonic() + ENDS_S
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 71


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.dying", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", metavar="NAME", help="one command, such as 'export ios'")
    parser.add_argument("--keep", action="store_true", help="export what an earlier run made")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
