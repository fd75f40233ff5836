"""Why a run is not valid: every reason follows from what the document holds."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from mobilec.benchmarking.run import Condition, Measured, Note, Reason, Run

LARGEST_SPREAD = 0.10
"""Peers' own dashboards differ by more than that from run to run, and are not trusted for it."""
FARTHEST = 5.0
"""A sample of so many medians is no noise: the device did something else, or slept."""
LARGEST_VARIATION = 0.5
"""The spread leaves out the largest and smallest tenth of the samples; this one does not."""
HEADROOM = 0.8
"""Android's, of which 1 is where severe throttling starts; beyond this phones were seen to slow
down with a thermal status of none."""
LARGEST_SHARE_OF_SLOW = 0.10
"""Of the looks at the core that a run is on: the spread leaves out as many samples."""
LARGEST_DIFFERENCE = 0.005
"""Of the instructions of one sentence. From pass to pass an allocator finds other pieces free:
that is 0.02 % of a shipped model, and up to 0.2 % of one of a million instructions."""
LARGEST_STEP = 0.02
"""Of a timer, as a share of the shortest sentence: medians closer than a step are the same."""
COOL = (None, "none")
APPLE = ("iOS", "iPadOS", "macOS")
WARM = "light"
"""On Apple's systems what follows nominal is fair, in which nothing is slowed down yet."""
FOOTPRINT = ("iOS", "iPadOS")
"""Systems whose memory figure leaves out pages of files that were only read, such as weights."""
BROKEN = {1: "failed", 130: "cancelled"}


def reasons(run: Run) -> tuple[Reason, ...]:
    """All that speaks against the run of one process; none makes it valid."""
    return tuple(_found(run))


def judged(run: Run, more: tuple[Reason, ...] = ()) -> Run:
    """The run with its reasons, ``more`` of them included, and its notes."""
    found = (*reasons(run), *more)
    return replace(run, valid=not found, reasons=found, notes=notes(run))


def notes(run: Run) -> tuple[Note, ...]:
    """What is to be known of a run, valid or not."""
    return tuple(_noted(run))


def _noted(run: Run) -> Iterator[Note]:
    asked, ran_on = run.variant.compute_units, run.variant.ran_on
    if _is_only_warm(run):
        yield Note("warm", "the device was warmer than nominal, and not throttled")
    if asked and ran_on and asked != ran_on:
        yield Note("fallback", f"{asked} could not run the program; it ran on {ran_on}")
    headroom = max(at.headroom or 0.0 for at in (run.conditions.start, run.conditions.end))
    if headroom > HEADROOM:
        yield Note(
            "headroom",
            f"the thermal headroom was {headroom:.2f}, where 1 is severe throttling: some phones "
            "slow down before their thermal status says so",
        )
    yield from _slow_cores(run)
    yield from _coarse_timer(run)
    for sentence in run.measured.sentences if run.measured else ():
        said = sentence.total_ms.statistics
        if said.max > FARTHEST * said.p50 or said.cv > LARGEST_VARIATION:
            yield Note(
                "outliers",
                f"the {sentence.name} sentence took {said.max:.1f} ms once, and "
                f"{said.p50:.1f} ms in the median: its mean and its upper percentiles say little",
            )


def _slow_cores(run: Run) -> Iterator[Note]:
    """Which of its cores it measures on is the system's choice, and may be another one tomorrow."""
    kinds, clocks = run.device.core_kinds or (), run.conditions.clocks or ()
    if len(kinds) < 2:
        return
    slowest = min(kind.max_mhz for kind in kinds)
    looks = sum(clock.looks for clock in clocks)
    slow = sum(clock.looks for clock in clocks if clock.max_mhz == slowest)
    if slow > LARGEST_SHARE_OF_SLOW * looks:
        yield Note(
            "slow_cores",
            f"the run was on the slowest of {len(kinds)} kinds of cores, of {slowest:.0f} MHz at "
            f"most, at {slow} of {looks} looks",
        )


def _coarse_timer(run: Run) -> Iterator[Note]:
    """Browsers round their clock, most of them where the page is not isolated."""
    step = run.device.browser.timer_ms if run.device.browser else None
    if step is None or run.measured is None:
        return
    short = min(run.measured.sentences, key=lambda each: each.total_ms.statistics.p50)
    p50 = short.total_ms.statistics.p50
    said = (
        f"the browser's timer steps by {step:g} ms, and the {short.name} sentence takes "
        f"{p50:.2f} ms"
    )
    if step > LARGEST_STEP * p50 * short.batch:
        yield Note("timer", f"{said}: smaller differences are not seen")
    elif short.batch > 1:
        yield Note("timer", f"{said}: each of its samples is the mean of {short.batch} passes")


def _is_only_warm(run: Run) -> bool:
    return run.conditions.worst_thermal == WARM and run.device.os in APPLE


def _found(run: Run) -> Iterator[Reason]:
    if run.exit_status in BROKEN:
        yield Reason(BROKEN[run.exit_status], run.error or "no reason was given")
    if run.goldens is not None and not run.goldens.passed:
        yield Reason("goldens", _goldens(run))
    if run.counted is not None and run.counted.difference > LARGEST_DIFFERENCE:
        yield Reason(
            "counts",
            f"two passes of one sentence differ by {run.counted.difference:.2%} of their "
            f"instructions; at most {LARGEST_DIFFERENCE:.1%} is accepted",
        )
    if run.measured is not None:
        yield from _spread(run.measured)
        yield from _memory(run, run.measured)
    if run.conditions.worst_thermal not in COOL and not _is_only_warm(run):
        yield Reason(
            "throttled", f"the thermal status was {run.conditions.worst_thermal}; it must stay none"
        )
    if run.conditions.interruptions:
        yield Reason(
            "interrupted",
            f"the app lost the foreground {run.conditions.interruptions} times; keep it on the "
            "screen",
        )
    if run.device.browser is not None and run.device.browser.hidden:
        yield Reason(
            "hidden",
            f"the tab was hidden {run.device.browser.hidden} times; keep it in front, with the "
            "screen on",
        )
    if any(_saves(at) for at in (run.conditions.start, run.conditions.end)):
        yield Reason("power_save", "the system saved power")
    if run.app.build_type == "debug":
        yield Reason(
            "debug_build", f"{run.app.name} is a debug build, which is several times slower"
        )


def _goldens(run: Run) -> str:
    goldens = run.goldens
    assert goldens is not None
    far = "not finite" if goldens.relative_error is None else f"{goldens.relative_error:.3g}"
    message = f"the golden inputs have a relative error of {far}, {goldens.tolerance:g} allowed"
    worst = goldens.difference
    if worst is None:
        return message
    return f"{message}: {worst.text!r} gave {worst.found}, PyTorch gives {worst.expected}"


def _spread(measured: Measured) -> Iterator[Reason]:
    spreads = {s.name: s.total_ms.statistics.spread for s in measured.sentences}
    wide = [f"{name} {spread:.1%}" for name, spread in spreads.items() if spread > LARGEST_SPREAD]
    if wide:
        yield Reason(
            "spread",
            f"the latency spreads by {_and(wide)}; at most {LARGEST_SPREAD:.0%} is accepted",
        )


def _memory(run: Run, measured: Measured) -> Iterator[Reason]:
    peak, weights = measured.memory.peak_with_swap_bytes, sum(run.variant.stored_bytes.values())
    if peak is not None and peak < weights and run.device.os not in FOOTPRINT:
        yield Reason(
            "memory", f"the peak of {peak} bytes is smaller than the {weights} of the constants"
        )


def _saves(at: Condition) -> bool:
    return at.power_save is True


def between_rounds(runs: Sequence[Run]) -> tuple[Reason, ...]:
    """Where the medians of the processes of one variant are further apart than a median bears."""
    measured = [run.measured for run in runs if run.measured is not None]
    if len(measured) < 2:
        return ()
    found = []
    for name in (sentence.name for sentence in measured[0].sentences):
        medians = [each.sentence(name).total_ms.statistics.p50 for each in measured]
        middle = median(medians)
        # A coarse timer may see no time at all.
        apart = (max(medians) - min(medians)) / middle if middle else 0.0
        if apart > LARGEST_SPREAD:
            shown = ", ".join(f"{each:.2f}" for each in medians)
            found.append(f"{name} by {apart:.1%} ({shown} ms)")
    if not found:
        return ()
    bound = f"at most {LARGEST_SPREAD:.0%} is accepted"
    return (Reason("rounds", f"the medians of the processes are apart: {_and(found)}; {bound}"),)


def _and(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
