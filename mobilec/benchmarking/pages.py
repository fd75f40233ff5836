"""Memory by whom its pages belong to, as Linux counts it (/proc/PID/smaps_rollup)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """By whom they belong to: divided by the processes that have them, and this one's alone."""

    pss_bytes: int | None
    private_dirty_bytes: int | None
    private_clean_bytes: int | None


@dataclass(frozen=True)
class Rollup:
    """``after_runs``: with the program still loaded; no system keeps a peak of these."""

    baseline: Pages | None
    loaded: Pages | None
    after_runs: Pages | None
