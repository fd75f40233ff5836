"""The protocol in one process: see docs/benchmarking.md, "One process"."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.clocks import Clocked, Look, clocked
from mobilec.benchmarking.describe import arena_bytes
from mobilec.benchmarking.host.cores import Cores
from mobilec.benchmarking.host.machine import alive_ms
from mobilec.benchmarking.host.memory import Taken, pages, taken
from mobilec.benchmarking.host.samples import DIGITS, sentence, series
from mobilec.benchmarking.host.workload import Pass, Workload, sentences, workload
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.pages import Rollup
from mobilec.benchmarking.run import Goldens, Load, Measured, Memory, Minute, Protocol

Heard = Callable[[float, str], None]
"""Told the share that is done, 0 to 1, and with what."""
Result = TypeVar("Result")
MIDDLE = "middle"
_MINUTE_S = 60.0
_LOOK_S = 1.0
"""Between two looks at the core that the sentences run on."""


@dataclass
class _Peak:
    """The largest memory seen at the moments at which somebody looked."""

    with_swap: int = 0

    def look(self) -> Taken:
        now = taken()
        self.with_swap = max(self.with_swap, now.with_swap or 0, now.peak or 0)
        return now


@dataclass
class _Clocks:
    """The core that this thread was on, about once a second, and never within a sentence."""

    cores: Cores = field(default_factory=Cores)
    looks: list[Look] = field(default_factory=list)
    last: float = float("-inf")

    def look(self) -> None:
        now = time.monotonic()
        if now - self.last < _LOOK_S:
            return
        self.last = now
        look = self.cores.look()
        if look is not None:
            self.looks.append(look)


@dataclass
class Measuring:
    """One run of the protocol. Its steps are taken in the order of ``measured``."""

    bundle: Bundle
    job: Job
    heard: Heard
    peak: _Peak = field(default_factory=_Peak)
    _clocks: _Clocks = field(default_factory=_Clocks)

    @property
    def clocks(self) -> tuple[Clocked, ...] | None:
        """What the looks at the cores have found; None where the system does not say."""
        return clocked(self._clocks.looks) or None

    def measured(self) -> tuple[Goldens, Measured]:
        """All of it."""
        protocol, job = self.job.protocol, self.job
        self.heard(0.0, "loading")
        tokenizer_ms, work = _timed(lambda: workload(self.bundle, job.engine, job.threads))
        texts = sentences(self.bundle)
        baseline = self.peak.look()
        counted_ms, baseline_pages = _timed(pages)
        cold_ms, _ = _timed(work.load)
        loaded = self.peak.look()
        again_ms, loaded_pages = _timed(pages)
        first_run_ms, _ = _timed(lambda: work.run(texts[MIDDLE]))
        alive = alive_ms()
        # For counting pages no user waits.
        answers = () if alive is None else (round(alive - counted_ms - again_ms, DIGITS),)
        self.heard(0.0, "goldens")
        goldens = work.goldens()
        passes = self._passes(work, texts)
        minutes = self._sustained(work, texts[MIDDLE], protocol)
        last, last_pages = self.peak.look(), pages()
        work.close()
        warm_ms, _ = _timed(work.load)
        work.close()
        retained = self.peak.look()
        return goldens, Measured(
            load=Load(
                cold_ms=(cold_ms,),
                warm_ms=(warm_ms,),
                first_run_ms=(first_run_ms,),
                tokenizer_ms=(tokenizer_ms,),
                first_answer_ms=answers,
            ),
            sentences=tuple(sentence(name, texts[name], passes[name]) for name in texts),
            memory=Memory(
                baseline_bytes=baseline.resident,
                loaded_bytes=loaded.resident,
                peak_bytes=last.peak,
                peak_with_swap_bytes=self.peak.with_swap or None,
                retained_bytes=retained.resident,
                arena_bytes=arena_bytes(self.bundle.manifest.program(job.engine)),
                rollup=(
                    Rollup(baseline_pages, loaded_pages, last_pages) if baseline_pages else None
                ),
            ),
            sustained=minutes,
        )

    def _passes(self, work: Workload, texts: dict[str, str]) -> dict[str, list[Pass]]:
        """Warm-ups, then rounds over the sentences until both bounds are reached."""
        protocol, order = self.job.protocol, random.Random(self.job.seed)
        self.heard(0.0, "warm-up")
        for text in texts.values():
            for _ in range(protocol.warmups):
                self._run(work, text)
        passes: dict[str, list[Pass]] = {name: [] for name in texts}
        rounds, spent_ms, share = 0, 0.0, 0.0
        while share < 1.0:
            for name in order.sample(list(texts), len(texts)):
                passes[name].append(self._run(work, texts[name]))
                spent_ms += passes[name][-1].total_ms
            rounds += 1
            enough = protocol.seconds <= 0 or spent_ms / 1000 / protocol.seconds
            share = min(rounds / protocol.runs, float(enough), 1.0)
            self.heard(share, "timing")
        self.peak.look()
        return passes

    def _sustained(
        self, work: Workload, text: str, protocol: Protocol
    ) -> tuple[Minute, ...] | None:
        """One sentence without a pause, minute by minute."""
        if not protocol.sustained_minutes:
            return None
        began = time.monotonic()
        minutes: list[Minute] = []
        end = began + protocol.sustained_minutes * _MINUTE_S
        while (now := time.monotonic()) < end:
            until = min(now + _MINUTE_S, end)
            samples = [self._run(work, text).total_ms]
            while time.monotonic() < until:
                samples.append(self._run(work, text).total_ms)
            found = series(samples).statistics
            minutes.append(Minute(len(minutes), found.count, found.p50, found.p90, None))
            self.heard(min(1.0, (until - began) / (end - began)), "sustained")
        self.peak.look()
        return tuple(minutes)

    def _run(self, work: Workload, text: str) -> Pass:
        done = work.run(text)
        self._clocks.look()
        return done


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """(milliseconds, what it gave)."""
    start = time.perf_counter()
    result = work()
    return round(1000 * (time.perf_counter() - start), DIGITS), result
