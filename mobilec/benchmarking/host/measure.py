"""The protocol in one process: see docs/benchmarking.md, "One process"."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.describe import arena_bytes
from mobilec.benchmarking.host.memory import Taken, taken
from mobilec.benchmarking.host.samples import DIGITS, sentence, series
from mobilec.benchmarking.host.workload import Pass, Workload
from mobilec.benchmarking.host.workloads import sentences, workload
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.run import Goldens, Load, Measured, Memory, Minute, Protocol

Heard = Callable[[float, str], None]
"""Told the share that is done, 0 to 1, and with what."""
Result = TypeVar("Result")
MIDDLE = "middle"
_MINUTE_S = 60.0


@dataclass
class _Peak:
    """The largest memory seen at the moments at which somebody looked."""

    with_swap: int = 0

    def look(self) -> Taken:
        now = taken()
        self.with_swap = max(self.with_swap, now.with_swap or 0, now.peak or 0)
        return now


@dataclass
class Measuring:
    """One run of the protocol. Its steps are taken in the order of ``measured``."""

    bundle: Bundle
    job: Job
    heard: Heard
    peak: _Peak = field(default_factory=_Peak)

    def measured(self) -> tuple[Goldens, Measured]:
        """All of it."""
        protocol, job = self.job.protocol, self.job
        self.heard(0.0, "loading")
        tokenizer_ms, work = _timed(lambda: workload(self.bundle, job.engine, job.threads))
        texts = sentences(self.bundle)
        baseline = self.peak.look()
        cold_ms, _ = _timed(work.load)
        loaded = self.peak.look()
        first_run_ms, _ = _timed(lambda: work.run(texts[MIDDLE]))
        self.heard(0.0, "goldens")
        goldens = work.goldens()
        passes = self._passes(work, texts)
        minutes = self._sustained(work, texts[MIDDLE], protocol)
        last = self.peak.look()
        work.close()
        warm_ms, _ = _timed(work.load)
        work.close()
        retained = self.peak.look()
        return goldens, Measured(
            load=Load((cold_ms,), (warm_ms,), (first_run_ms,), (tokenizer_ms,)),
            sentences=tuple(sentence(name, texts[name], passes[name]) for name in texts),
            memory=Memory(
                baseline_bytes=baseline.resident,
                loaded_bytes=loaded.resident,
                peak_bytes=last.peak,
                peak_with_swap_bytes=self.peak.with_swap or None,
                retained_bytes=retained.resident,
                arena_bytes=arena_bytes(self.bundle.manifest.program(job.engine)),
            ),
            sustained=minutes,
        )

    def _passes(self, work: Workload, texts: dict[str, str]) -> dict[str, list[Pass]]:
        """Warm-ups, then rounds over the sentences until both bounds are reached."""
        protocol, order = self.job.protocol, random.Random(self.job.seed)
        self.heard(0.0, "warm-up")
        for text in texts.values():
            for _ in range(protocol.warmups):
                work.run(text)
        passes: dict[str, list[Pass]] = {name: [] for name in texts}
        rounds, spent_ms, share = 0, 0.0, 0.0
        while share < 1.0:
            for name in order.sample(list(texts), len(texts)):
                passes[name].append(work.run(texts[name]))
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
            samples = [work.run(text).total_ms]
            while time.monotonic() < until:
                samples.append(work.run(text).total_ms)
            found = series(samples).statistics
            minutes.append(Minute(len(minutes), found.count, found.p50, found.p90, None))
            self.heard(min(1.0, (until - began) / (end - began)), "sustained")
        self.peak.look()
        return tuple(minutes)


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """(milliseconds, what it gave)."""
    start = time.perf_counter()
    result = work()
    return round(1000 * (time.perf_counter() - start), DIGITS), result
