"""The processes of one variant as one run."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from statistics import median
from uuid import uuid4

from mobilec.benchmarking.browser import over_rounds
from mobilec.benchmarking.clocks import merged
from mobilec.benchmarking.pages import Pages, Rollup
from mobilec.benchmarking.run import (
    Conditions,
    Load,
    Measured,
    Memory,
    Run,
    Sentence,
    Series,
    Session,
    TranslationTimes,
)
from mobilec.benchmarking.validity import between_rounds, judged

_THERMAL = (None, "none", "light", "moderate", "severe", "critical", "emergency", "shutdown")
"""From unknown and cool to hot."""


def joined(runs: Sequence[Run]) -> Run:
    """One document of the runs of a variant's processes, in the order of the rounds.

    Samples come one after the other. Memory is the median of the processes, the peak the largest.
    A variant with a process that measured nothing has measured nothing.
    """
    first, last = runs[0], runs[-1]
    broken = next((run for run in runs if run.measured is None), None)
    goldens = [run.goldens for run in runs if run.goldens is not None]
    whole = replace(
        first,
        id=str(uuid4()),
        session=_session(runs),
        seconds=round(sum(run.seconds for run in runs), 3),
        device=replace(first.device, browser=over_rounds([run.device.browser for run in runs])),
        conditions=_conditions(runs),
        protocol=replace(
            first.protocol,
            runs=sum(run.protocol.runs for run in runs),
            seconds=round(sum(run.protocol.seconds for run in runs), 3),
            sustained_minutes=last.protocol.sustained_minutes,
        ),
        variant=replace(first.variant, ran_on=_ran_on(runs)),
        goldens=next((g for g in goldens if not g.passed), goldens[0] if goldens else None),
        measured=None if broken else _measured([run.measured for run in runs if run.measured]),
        exit_status=broken.exit_status if broken else max(run.exit_status for run in runs),
        error=broken.error if broken else next((run.error for run in runs if run.error), None),
    )
    return judged(whole, between_rounds(runs))


def _ran_on(runs: Sequence[Run]) -> str | None:
    """Where the processes ran; where they differ, what was not asked for is what is told."""
    asked, ran = runs[0].variant.compute_units, [run.variant.ran_on for run in runs]
    return next((units for units in ran if units not in (asked, None)), ran[0])


def _session(runs: Sequence[Run]) -> Session:
    places = tuple(place for run in runs for place in run.session.index)
    return replace(runs[0].session, rounds=len(runs), index=places)


def _conditions(runs: Sequence[Run]) -> Conditions:
    worst = max((run.conditions.worst_thermal for run in runs), key=_THERMAL.index)
    waited = sum(run.conditions.waited_seconds for run in runs)
    lost = [run.conditions.interruptions for run in runs]
    known = [count for count in lost if count is not None]
    start, end = runs[0].conditions.start, runs[-1].conditions.end
    looks = [clocks for run in runs if (clocks := run.conditions.clocks) is not None]
    clocks = merged(part for parts in looks for part in parts) if looks else None
    interruptions = sum(known) if known else None
    return Conditions(start, end, worst, round(waited, 3), interruptions, clocks)


def _measured(parts: Sequence[Measured]) -> Measured:
    return Measured(
        load=_load([part.load for part in parts]),
        sentences=tuple(
            _sentence([part.sentence(each.name) for part in parts]) for each in parts[0].sentences
        ),
        memory=_memory([part.memory for part in parts]),
        sustained=parts[-1].sustained,
    )


def _load(parts: Sequence[Load]) -> Load:
    return Load(
        cold_ms=_chained(parts, lambda load: load.cold_ms),
        warm_ms=_chained(parts, lambda load: load.warm_ms),
        first_run_ms=_chained(parts, lambda load: load.first_run_ms),
        tokenizer_ms=_chained(parts, lambda load: load.tokenizer_ms),
        # Whichever process came first compiled; the others found it done.
        compile_ms=_first(load.compile_ms for load in parts),
        first_ever_load_ms=_first(load.first_ever_load_ms for load in parts),
        first_answer_ms=_chained(parts, lambda load: load.first_answer_ms),
    )


def _first(numbers: Iterable[float | None]) -> float | None:
    return next((number for number in numbers if number is not None), None)


def _chained(parts: Sequence[Load], of: Callable[[Load], tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sample for part in parts for sample in of(part))


def _sentence(parts: Sequence[Sentence]) -> Sentence:
    run_ms = _series([part.run_ms for part in parts])
    return replace(
        parts[0],
        total_ms=_series([part.total_ms for part in parts]),
        tokenize_ms=_series([part.tokenize_ms for part in parts]),
        run_ms=run_ms,
        detokenize_ms=_series([part.detokenize_ms for part in parts]),
        methods={m: _series([part.methods[m] for part in parts]) for m in parts[0].methods},
        translation=_translation(parts, run_ms),
        batch=min(part.batch for part in parts),
        warmed=max((part.warmed for part in parts if part.warmed is not None), default=None),
    )


def _translation(parts: Sequence[Sentence], run_ms: Series) -> TranslationTimes | None:
    times = [part.translation for part in parts if part.translation is not None]
    if not times:
        return None
    return TranslationTimes(
        encode_ms=_series([each.encode_ms for each in times]),
        first_token_ms=_series([each.first_token_ms for each in times]),
        per_token_ms=_series([each.per_token_ms for each in times]),
        tokens_per_second=tokens_per_second(parts[0].target_tokens or 0, run_ms),
    )


def tokens_per_second(tokens: int, run_ms: Series) -> float:
    """Of the median search."""
    return round(1000 * tokens / run_ms.statistics.p50, 3) if run_ms.statistics.p50 else 0.0


def _series(parts: Sequence[Series]) -> Series:
    return Series.of(tuple(sample for part in parts for sample in part.samples))


def _memory(parts: Sequence[Memory]) -> Memory:
    return Memory(
        baseline_bytes=_of(parts, lambda m: m.baseline_bytes, median),
        loaded_bytes=_of(parts, lambda m: m.loaded_bytes, median),
        peak_bytes=_of(parts, lambda m: m.peak_bytes, max),
        peak_with_swap_bytes=_of(parts, lambda m: m.peak_with_swap_bytes, max),
        retained_bytes=_of(parts, lambda m: m.retained_bytes, median),
        arena_bytes=_of(parts, lambda m: m.arena_bytes, max),
        sampled=any(memory.sampled for memory in parts),
        rollup=_rollup([memory.rollup for memory in parts if memory.rollup]),
    )


def _rollup(parts: Sequence[Rollup]) -> Rollup | None:
    """Medians: none of them is a peak."""
    if not parts:
        return None
    return Rollup(
        baseline=_pages([part.baseline for part in parts]),
        loaded=_pages([part.loaded for part in parts]),
        after_runs=_pages([part.after_runs for part in parts]),
    )


def _pages(parts: Sequence[Pages | None]) -> Pages | None:
    there = [part for part in parts if part is not None]
    if not there:
        return None
    sizes = (_median(getattr(p, field.name) for p in there) for field in fields(Pages))
    return Pages(*sizes)


def _median(sizes: Iterable[int | None]) -> int | None:
    known = [size for size in sizes if size is not None]
    return round(median(known)) if known else None


def _of(
    parts: Sequence[Memory],
    of: Callable[[Memory], int | None],
    over: Callable[[Sequence[int]], float],
) -> int | None:
    known = [size for part in parts if (size := of(part)) is not None]
    return round(over(known)) if known else None
