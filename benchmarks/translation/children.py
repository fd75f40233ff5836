"""Contenders, each in a process of its own that answers on a pipe: questions and answers are JSON,
one a line. Only the standard library is used, as one of them runs in another environment.

So each has the threads it is given and no others, and what one leaves behind (buffers, threads
that still spin) is not charged to the next.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.memory import peak_bytes, resident_bytes
from benchmarks.timing import Cost, Latency, cost, latency

ROOT = Path(__file__).parents[2]
PAUSE_S = 0.25
"""Before each question: OpenMP's threads spin for 0.2 s after their work."""


class Translating(Protocol):
    """What a child loads."""

    def translate(self, ids: list[int]) -> list[int]:
        """A source with its end token, to TARGET_TOKENS tokens without the start token."""
        ...

    def following(self, ids: list[int], forced: list[int]) -> list[int]:
        """The likeliest token after each beginning of ``forced``, the empty one first."""
        ...

    def inside(self) -> float | None:
        """Seconds in the runtime's own calls since it was loaded; None where that is all."""
        ...


def serve(load: Callable[[], Translating]) -> None:
    """Answers until the pipe is closed."""
    # What libraries print goes where errors go: standard output is for answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    began = Began()
    translator = load()
    for line in sys.stdin:
        print(json.dumps(answer(translator, json.loads(line), began)), file=answers, flush=True)


def answer(translator: Translating, question: dict, began: "Began") -> Any:
    """``ask`` names the question, the other entries are what it is about."""
    if question["ask"] == "tokens":
        return [translator.translate(ids) for ids in question["ids"]]
    if question["ask"] == "following":
        pairs = zip(question["ids"], question["forced"], strict=True)
        return [translator.following(*pair) for pair in pairs]
    if question["ask"] == "started":
        translator.translate(question["ids"])
        return began.since()
    if question["ask"] == "memory":
        return peak_bytes()
    translator.translate(question["ids"])  # what others left in the caches is not timed
    return [_timed(translator, question["ids"]) for _ in range(question["calls"])]


class Began:
    """The moment before a contender is loaded: its imports are done, its files not yet opened."""

    def __init__(self) -> None:
        self._cpu_s, self._wall_s = time.process_time(), time.perf_counter()
        self._bytes = resident_bytes()

    def since(self) -> dict[str, float]:
        """What was spent since then, and how much memory was needed beside the imports."""
        return {
            "cpu_s": time.process_time() - self._cpu_s,
            "wall_s": time.perf_counter() - self._wall_s,
            "peak_bytes": peak_bytes() - self._bytes,
        }


def _timed(translator: Translating, ids: list[int]) -> dict[str, object]:
    before = translator.inside()
    spent = cost(lambda: translator.translate(ids))
    after = translator.inside()
    timed: dict[str, object] = asdict(spent)
    if before is not None and after is not None:
        timed["inside"] = (after - before) / spent.wall_s
    return timed


@dataclass(frozen=True)
class Times:
    """``inside``: the share of each sample in the runtime's own calls; empty where nothing is
    ours."""

    latency: Latency
    inside: tuple[float, ...]


class Child:
    """One contender's process, from ``with`` to its end. ``command``: what answers, with its
    arguments; ``threads`` goes into its environment too, for libraries that look there."""

    def __init__(self, command: Sequence[str], threads: int) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"OMP_NUM_THREADS": str(threads)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def ask(self, **question: object) -> Any:
        """The answer to one question; see ``answer``."""
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(question), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended without an answer; see above")
        return json.loads(line)


def interleaved_children(
    children: Mapping[str, Child], ids: list[int], rounds: int, calls: int
) -> dict[str, Times]:
    """Name to times. In each round every child, in a new order, translates ``calls`` times."""
    samples: dict[str, list[dict]] = {name: [] for name in children}
    shuffled = random.Random(0)
    for _ in range(rounds):
        for name in shuffled.sample(list(children), len(children)):
            time.sleep(PAUSE_S)
            samples[name] += children[name].ask(ask="times", ids=ids, calls=calls)
    return {name: _times(taken) for name, taken in samples.items()}


def _times(taken: list[dict]) -> Times:
    return Times(
        latency([Cost(each["wall_s"], each["cpu_s"]) for each in taken]),
        tuple(each["inside"] for each in taken if "inside" in each),
    )
