"""What a bundle's program executes for the sentences of the benchmark, in one emulated process."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.arm.counting.bound import least_cycles
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import largest
from mobilec.arm.counting.program import CountedProgram
from mobilec.arm.counting.trace import Trace
from mobilec.arm.processors import Processor
from mobilec.benchmarking.counts import Counted, CountedSentence
from mobilec.benchmarking.device import Heard
from mobilec.benchmarking.host.workload import Pass, Workload, sentences, workload
from mobilec.benchmarking.run import Goldens

WARM_UPS = 2
"""Of each sentence: after the first of a length ONNX Runtime plans its memory, and takes that in
the second."""
PASSES = 2
"""Counted ones of each sentence: the second says whether the first was anything special."""
MIDDLE = "middle"
_STEP = "decode"
"""The method that a translator calls for each token."""


@dataclass(frozen=True)
class _Span:
    """The calls of one sentence: from ``first`` to before ``end`` of all calls of the process."""

    first: int
    end: int
    done: Pass


def counted(
    bundle: Bundle, engine: str, processor: Processor, heard: Heard
) -> tuple[Goldens, Counted]:
    """Goldens first, then each sentence, all in one process.

    Raises ``Refused`` where the emulator cannot count, or the program dies.
    """
    path = bundle.folder / bundle.manifest.program(engine).path
    heard(0.0, "loading")
    with CountedProgram(engine, path, processor) as program:
        there = replace(bundle, elsewhere=lambda *_: program.call)
        work = workload(there, engine, 1)
        work.load()
        passing = _Passing(work, program)
        texts = sentences(bundle)
        first = passing.run(texts[MIDDLE])
        heard(0.0, f"goldens; {_about(work, texts, bundle)}")
        goldens = work.goldens()
        spans: dict[str, list[_Span]] = {}
        for at, (name, text) in enumerate(texts.items()):
            for _ in range(WARM_UPS):
                passing.run(text)
            spans[name] = [passing.run(text) for _ in range(PASSES)]
            heard((at + 1) / len(texts), "counting")
        work.close()
    trace = program.trace
    if len(trace.calls) != len(program.made):
        raise Refused(
            f"{len(program.made)} calls were made and {len(trace.calls)} were counted: the program "
            "on ARM does not set its marks; make it again: mobilec arm setup --again"
        )
    summing = _Summing(trace, program.made, processor.name)
    load = Counts.sum([trace.counts(interval) for interval in trace.loads])
    return goldens, Counted(
        processor=processor.name,
        int8=program.int8,
        by=program.by,
        load=load,
        first_answer=Counts.sum([load, summing.total(first)]),
        sentences=tuple(summing.sentence(name, texts[name], spans[name]) for name in texts),
        difference=round(max(summing.difference(each) for each in spans.values()), 6),
        places=largest(trace, trace.calls[spans[MIDDLE][-1].first : spans[MIDDLE][-1].end]),
    )


def _about(work: Workload, texts: dict[str, str], bundle: Bundle) -> str:
    """How long the rest takes, by one sentence after the first."""
    began = time.monotonic()
    work.run(texts[MIDDLE])
    runs = len(texts) * (WARM_UPS + PASSES) + len(bundle.golden.sentences)
    return f"all of it takes about {(time.monotonic() - began) * runs:.0f} s"


@dataclass(frozen=True)
class _Passing:
    """Runs sentences, and knows which calls each made."""

    work: Workload
    program: CountedProgram

    def run(self, text: str) -> _Span:
        first = len(self.program.made)
        done = self.work.run(text)
        return _Span(first, len(self.program.made), done)


@dataclass(frozen=True)
class _Summing:
    """``made``: the methods of the trace's calls."""

    trace: Trace
    made: Sequence[str]
    processor: str

    def total(self, span: _Span) -> Counts:
        return self._sum(span, lambda _: True)

    def difference(self, spans: Sequence[_Span]) -> float:
        """Between passes of one sentence, as a share of the largest."""
        found = [self.total(span).instructions for span in spans]
        return (max(found) - min(found)) / max(1, *found)

    def sentence(self, name: str, text: str, spans: Sequence[_Span]) -> CountedSentence:
        done = spans[0].done
        methods = list(dict.fromkeys(self.made[spans[0].first : spans[0].end]))
        total = Counts.mean([self.total(span) for span in spans])
        return CountedSentence(
            name=name,
            text=text,
            source_tokens=done.source_tokens,
            target_tokens=done.target_tokens,
            answer=done.answer,
            passes=len(spans),
            total=total,
            methods={
                method: Counts.mean([self._sum(span, method.__eq__) for span in spans])
                for method in methods
            },
            per_token=self._step(spans) if done.target_tokens is not None else None,
            least_cycles=least_cycles(total, self.processor),
        )

    def _step(self, spans: Sequence[_Span]) -> Counts:
        at = (call for span in spans for call in range(span.first, span.end))
        steps = [self._call(call) for call in at if self.made[call] == _STEP]
        return Counts.mean(steps)

    def _sum(self, span: _Span, wanted: Callable[[str], bool]) -> Counts:
        calls = range(span.first, span.end)
        return Counts.sum([self._call(at) for at in calls if wanted(self.made[at])])

    def _call(self, at: int) -> Counts:
        return self.trace.counts(self.trace.calls[at])
