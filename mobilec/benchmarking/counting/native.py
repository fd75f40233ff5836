"""What a bundle's program executes on this very processor, where it is ARM64: by perf, which tells
how many instructions there were, and not of which kind."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from exporters.bundle.bundle import Bundle
from exporters.runtime import Elsewhere
from mobilec.arm.counting import perf
from mobilec.arm.counting.counts import Counts
from mobilec.arm.native import this_processor
from mobilec.arm.process import ArmProcess
from mobilec.benchmarking.counting.measure import MIDDLE, PASSES, WARM_UPS
from mobilec.benchmarking.counts import Counted, CountedSentence
from mobilec.benchmarking.device import Heard
from mobilec.benchmarking.host.workload import Pass, sentences, workload
from mobilec.benchmarking.run import Goldens


def counted_natively(bundle: Bundle, engine: str, heard: Heard) -> tuple[Goldens, Counted]:
    """As ``counted``, for the processor that is there.

    Raises ``Refused`` where perf is missing or may not count.
    """
    path = bundle.folder / bundle.manifest.program(engine).path
    heard(0.0, "goldens")
    goldens, made = _recorded(bundle, engine)
    found: list[CountedSentence] = []
    texts = sentences(bundle)
    for at, (name, text) in enumerate(texts.items()):
        done, calls = made[name]
        once = perf.total(engine, path, calls * (WARM_UPS + PASSES))
        twice = perf.total(engine, path, calls * (WARM_UPS + 2 * PASSES))
        found.append(_sentence(name, text, done, calls, Counts(round((twice - once) / PASSES))))
        heard((at + 1) / len(texts), "counting")
    middle = next(each for each in found if each.name == MIDDLE)
    first = perf.total(engine, path, made[MIDDLE][1])
    processor = this_processor()
    return goldens, Counted(
        processor=processor.name,
        int8=processor.int8,
        by=perf.version(),
        # The start of the process is in it, which perf does not tell from loading.
        load=Counts(max(0, first - middle.total.instructions)),
        first_answer=Counts(first),
        sentences=tuple(found),
        difference=0.0,
        places=(),
    )


class _Recorder:
    """Runs the program in a process of its own, and keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[perf.Call] = []
        self._process: ArmProcess | None = None

    def started(self, format_name: str, path: Path) -> Elsewhere:
        process = perf.started(format_name, path)
        self._process = process

        def call(method: str, inputs: list[np.ndarray]) -> list[np.ndarray]:
            self.calls.append((method, [array.copy() for array in inputs]))
            return process.call(method, inputs)

        return call

    def close(self) -> None:
        if self._process is not None:
            self._process.close()


def _sentence(
    name: str, text: str, done: Pass, calls: Sequence[perf.Call], total: Counts
) -> CountedSentence:
    methods = {method for method, _ in calls}
    return CountedSentence(
        name=name,
        text=text,
        source_tokens=done.source_tokens,
        target_tokens=done.target_tokens,
        answer=done.answer,
        passes=PASSES,
        total=total,
        # perf does not tell the calls of one process apart.
        methods={method: total for method in methods} if len(methods) == 1 else {},
        per_token=None,
        least_cycles=None,
    )


def _recorded(
    bundle: Bundle, engine: str
) -> tuple[Goldens, dict[str, tuple[Pass, list[perf.Call]]]]:
    """The goldens' answers, and of each sentence the calls that it makes."""
    recorder = _Recorder()
    work = workload(replace(bundle, elsewhere=recorder.started), engine, 1)
    work.load()
    goldens = work.goldens()
    found = {}
    for name, text in sentences(bundle).items():
        recorder.calls.clear()
        done = work.run(text)
        found[name] = (done, list(recorder.calls))
    work.close()
    recorder.close()
    return goldens, found
