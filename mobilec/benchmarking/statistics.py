"""What samples of a latency say: one pure function, held to tests/fixtures/statistics.json.

The apps compute the same in their languages and are held to the same file.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

TRIMMED = 10
"""One in so many samples is left out at each end of the trimmed mean."""


@dataclass(frozen=True)
class Statistics:
    """``std``: with n - 1, 0 of one sample. ``p50`` ...: by linear interpolation between the two
    nearest samples (type 7 of Hyndman and Fan, 1996). ``trimmed_mean``: without the floor(n / 10)
    smallest and as many of the largest. ``cv``: std / mean. ``spread``: the same of the samples
    that the trimmed mean keeps, so that a rare pause of the system does not count. Both are 0
    where the mean is 0.
    """

    count: int
    mean: float
    std: float
    min: float
    p50: float
    p90: float
    p95: float
    p99: float
    max: float
    trimmed_mean: float
    cv: float
    spread: float


def statistics(samples: Sequence[float]) -> Statistics:
    """Of one sample or more."""
    if not samples:
        raise ValueError("statistics of no samples were asked for")
    ordered = sorted(samples)
    cut = len(ordered) // TRIMMED
    kept = ordered[cut : len(ordered) - cut]
    return Statistics(
        count=len(ordered),
        mean=_mean(ordered),
        std=_std(ordered),
        min=ordered[0],
        p50=percentile(ordered, 50),
        p90=percentile(ordered, 90),
        p95=percentile(ordered, 95),
        p99=percentile(ordered, 99),
        max=ordered[-1],
        trimmed_mean=_mean(kept),
        cv=_share(_std(ordered), _mean(ordered)),
        spread=_share(_std(kept), _mean(kept)),
    )


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Of ascending samples: the value at ``percent`` / 100 * (n - 1), between two neighbours."""
    place = percent / 100 * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _mean(samples: Sequence[float]) -> float:
    return math.fsum(samples) / len(samples)


def _std(samples: Sequence[float]) -> float:
    """sqrt(sum (x - mean)^2 / (n - 1)); exactly 0 where all samples are equal."""
    if samples[0] == samples[-1]:
        return 0.0
    mean = _mean(samples)
    return math.sqrt(math.fsum((x - mean) ** 2 for x in samples) / (len(samples) - 1))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
