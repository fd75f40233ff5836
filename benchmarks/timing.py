"""Latency of several things under the same noise: one call each in turn, round after round."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Call = Callable[[], object]


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and of the processor, all threads of this process together."""

    wall_s: float
    cpu_s: float


def cost(work: Call) -> Cost:
    """Runs ``work`` once."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Cost(time.perf_counter() - wall, time.process_time() - cpu)


@dataclass(frozen=True)
class Latency:
    """``samples_ms``: every timed call, in order. ``cpu_ms``: what the processor worked for each.

    On one thread both are the same on an idle machine. On a busy one only the second leaves out
    the milliseconds in which somebody else's work ran.
    """

    samples_ms: tuple[float, ...]
    cpu_ms: tuple[float, ...]

    @property
    def median_ms(self) -> float:
        return statistics.median(self.samples_ms)

    @property
    def p10_ms(self) -> float:
        """One call in ten is faster: on a shared machine nearer to the truth than the median."""
        return statistics.quantiles(self.samples_ms, n=10, method="inclusive")[0]

    @property
    def cpu_median_ms(self) -> float:
        return statistics.median(self.cpu_ms)


def interleaved(calls: Mapping[str, Call], warm_up: int, rounds: int) -> dict[str, Latency]:
    """Name to latency. Each round has another order: what ran before leaves its caches behind."""
    for call in calls.values():
        for _ in range(warm_up):
            call()
    samples: dict[str, list[Cost]] = {name: [] for name in calls}
    shuffled = random.Random(0)
    for _ in range(rounds):
        for name in shuffled.sample(list(calls), len(calls)):
            samples[name].append(cost(calls[name]))
    return {name: latency(taken) for name, taken in samples.items()}


def latency(taken: Sequence[Cost]) -> Latency:
    """Each call's cost as the samples of one latency."""
    return Latency(
        samples_ms=tuple(1e3 * each.wall_s for each in taken),
        cpu_ms=tuple(1e3 * each.cpu_s for each in taken),
    )
