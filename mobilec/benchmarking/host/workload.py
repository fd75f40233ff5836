"""What a task does with one sentence, each step timed."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from exporters.bundle.bundle import Bundle
from exporters.runtime import RUN, door
from mobilec.benchmarking.host.timed import Call, TimedRunner
from mobilec.benchmarking.run import Goldens
from mobilec.tasks.registry import task_of


@dataclass(frozen=True)
class Pass:
    """One sentence, from text to text. The marks are seconds of a monotonic clock: before the
    text, after its ids, after the program, after the answer.
    """

    marks: tuple[float, float, float, float]
    calls: tuple[Call, ...]
    source_tokens: int
    target_tokens: int | None
    answer: str

    @property
    def total_ms(self) -> float:
        return self._between(0, 3)

    @property
    def tokenize_ms(self) -> float:
        return self._between(0, 1)

    @property
    def run_ms(self) -> float:
        return self._between(1, 2)

    @property
    def detokenize_ms(self) -> float:
        return self._between(2, 3)

    @property
    def ids_at_s(self) -> float:
        """When the program was asked."""
        return self.marks[1]

    def _between(self, first: int, second: int) -> float:
        return 1000 * (self.marks[second] - self.marks[first])


class Workload(Protocol):
    """A bundle with its tokenizer ready, and a program that is loaded and closed."""

    def load(self) -> None:
        """The program, to its last method."""
        ...

    def close(self) -> None:
        """Lets go of the program."""
        ...

    def run(self, text: str) -> Pass:
        """One sentence. ``load`` came before."""
        ...

    def goldens(self) -> Goldens:
        """The check that comes before anything is timed."""
        ...


def workload(bundle: Bundle, format_name: str, threads: int) -> Workload:
    """Of the bundle's task. Its tokenizer is ready when this returns; its program is not loaded."""
    kind: Callable[[Bundle, str, int], Workload] = task_of(bundle.manifest.task).workload()
    return kind(bundle, format_name, threads)


def sentences(bundle: Bundle) -> dict[str, str]:
    """Real sentences of three lengths, by name, from the bundle's goldens."""
    return chosen([(each.text, len(each.input_ids)) for each in bundle.golden.sentences])


class Loaded:
    """The program of a bundle in one format, on a number of threads, and its calls."""

    def __init__(self, bundle: Bundle, format_name: str, threads: int) -> None:
        self.bundle = bundle
        self.file = bundle.manifest.program(format_name)
        # Importing the runtime's library is no part of loading a program.
        self._runtime, self._threads = door(format_name, RUN), threads
        self._runner: TimedRunner | None = None

    @property
    def runner(self) -> TimedRunner:
        assert self._runner is not None, "it was not loaded"
        return self._runner

    def open(self) -> TimedRunner:
        """The runner, ready for every method."""
        path = self.bundle.folder / self.file.path
        there = self.bundle.elsewhere
        elsewhere = there(self.file.format, path) if there else None
        self._runner = TimedRunner(self._runtime.load(path, elsewhere, self._threads))
        return self._runner

    def close(self) -> None:
        self._runner = None
        gc.collect()


def chosen(texts: Sequence[tuple[str, int]]) -> dict[str, str]:
    """The short, the middle and the longest of (text, tokens): the first, the one at half and the
    last when they are sorted by tokens. Of equally long ones the first of the goldens is the
    longest."""
    ordered = sorted(texts, key=lambda text: text[1])
    longest = next(text for text, tokens in texts if tokens == ordered[-1][1])
    return {"short": ordered[0][0], "middle": ordered[len(ordered) // 2][0], "longest": longest}
