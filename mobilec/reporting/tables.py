"""What stands on the page for each bundle in words: a sentence and a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from mobilec.benchmarking.run import Plan
from mobilec.reporting.entries import Entry, best
from mobilec.reporting.words import megabytes, millions, milliseconds, number, percent
from mobilec.tasks.registry import task_of

COUNTED = ("M instructions, middle", "M instructions, load", "M cycles at least, middle")
"""Columns of what was counted on an ARM64 processor."""


@dataclass(frozen=True)
class Cell:
    """``kind``: a class of the style sheet, or ""."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def title(found: Sequence[Entry]) -> str:
    """Of the variants of one task."""
    bundles = dict.fromkeys(entry.run.variant.bundle for entry in found)
    return f"{task_of(found[0].task).wording.title}: {', '.join(bundles)}"


def summary(found: Sequence[Entry]) -> str:
    """What the models are, and who is quickest, smallest, leanest, of each device."""
    models = dict.fromkeys(_model(entry) for entry in found)
    devices = dict.fromkeys(entry.device for entry in found)
    groups = [[entry for entry in found if entry.device == device] for device in devices]
    said = [_extremes(group, named=len(groups) > 1) for group in groups]
    return " ".join((f"{', '.join(models)}.", *said))


def _model(entry: Entry) -> str:
    variant = entry.run.variant
    millions = f"{variant.unique_parameters / 1e6:.1f} million parameters"
    return f"{variant.bundle} has {millions} in {variant.precision}"


def _extremes(found: Sequence[Entry], named: bool) -> str:
    """``named``: by its device, where there are several."""
    usable = [entry for entry in found if entry.latency_ms is not None]
    on = f"On {found[0].device}: q" if named else "Q"
    if any(entry.counted for entry in found):
        return _fewest(found, on[:-1])
    if not usable:
        return f"{on[:-1]}Nothing could be measured; the reasons are below."
    quick = min(usable, key=lambda entry: entry.latency_ms or 0.0)
    small = min(usable, key=lambda entry: entry.shipped_bytes)
    lean = min(usable, key=lambda entry: entry.added_bytes or float("inf"))
    parts = [f"{on}uickest is {quick.label}: {milliseconds(quick.latency_ms)} ms"]
    parts.append(f"smallest {small.label}: {megabytes(small.shipped_bytes)} MB")
    if lean.added_bytes is not None:
        parts.append(
            f"least memory {lean.label}: {megabytes(lean.added_bytes)} MB more at its peak"
        )
    return "; ".join(parts) + "."


def _fewest(found: Sequence[Entry], on: str) -> str:
    """Of those that were counted on one processor."""
    least = min(found, key=lambda entry: entry.instructions or float("inf"))
    fewest = "fewest" if on else "Fewest"
    return (
        f"{on}{fewest} instructions has {least.label}: {millions(least.instructions)} million for "
        "the middle sentence."
    )


def table(found: Sequence[Entry]) -> Table:
    """A row for each variant."""
    rates = task_of(found[0].task).wording.rates
    metric = next((e.quality.metric for e in found if e.quality), "goldens equal")
    shown = _Shown(
        rates,
        answers=any(entry.first_answer_ms is not None for entry in found),
        first_ever=any(entry.first_ever_ms is not None for entry in found),
        pss=any(entry.added_pss_bytes is not None for entry in found),
        counted=any(entry.counted is not None for entry in found),
    )
    columns = (
        *("variant", "valid", *(COUNTED if shown.counted else ())),
        *(("first answer",) if shown.answers else ()),
        *("short", "middle", "longest", "p90 middle", "spread", *rates),
        *(("once per device",) if shown.first_ever else ()),
        *("first load", "memory MB", "of", *(("PSS MB",) if shown.pss else ())),
        *("size MB", "delegated", metric),
    )
    front = best(tuple(found))
    return Table(
        "Milliseconds from text to text: medians, in short bursts. First answer: from the start of "
        f"the app. {_memory_words(shown)} {_counted_words(shown)}"
        "Bold: no other variant is quicker, smaller and better.",
        columns,
        tuple(_row(entry, shown, entry in front) for entry in found),
    )


@dataclass(frozen=True)
class _Shown:
    """Columns that only some tables have."""

    rates: tuple[str, ...]
    answers: bool
    first_ever: bool
    pss: bool
    counted: bool


def _memory_words(shown: _Shown) -> str:
    said = (
        "Memory: the peak above what was there before; a resident set counts pages that are shared "
        "or mapped and a footprint does not, so compare like with like."
    )
    return f"{said} PSS: shared pages divided, after the runs." if shown.pss else said


def _counted_words(shown: _Shown) -> str:
    if not shown.counted:
        return ""
    return (
        "Instructions: millions that the program executes on that ARM64 processor for the middle "
        "sentence, in brackets those of int8 products; no time, and not to be set beside one. "
        "Cycles at least: a bound by the throughput of its pipelines, which is no time either. "
    )


def _instructions(entry: Entry) -> tuple[Cell, ...]:
    """Of the middle sentence, and of loading."""
    if entry.counted is None:
        return (Cell("–"),) * len(COUNTED)
    middle = entry.counted.sentence("middle")
    total, cycles = middle.total, middle.least_cycles
    products = "" if total.products is None else f" ({millions(total.products)})"
    return (
        Cell(f"{millions(total.instructions)}{products}"),
        Cell(millions(entry.counted.load.instructions)),
        Cell("–" if cycles is None else millions(cycles)),
    )


def _row(entry: Entry, shown: _Shown, is_best: bool) -> tuple[Cell, ...]:
    valid = Cell("yes", "yes") if entry.run.valid else Cell("no", "no")
    return (
        Cell(f"{entry.number}. {entry.label}"),
        valid,
        *(_instructions(entry) if shown.counted else ()),
        *((Cell(milliseconds(entry.first_answer_ms)),) if shown.answers else ()),
        *_latencies(entry, shown.rates, "best" if is_best else ""),
        *((Cell(milliseconds(entry.first_ever_ms)),) if shown.first_ever else ()),
        Cell(milliseconds(entry.cold_ms)),
        Cell(megabytes(entry.added_bytes)),
        Cell(entry.memory_kind if entry.added_bytes is not None else "–", "left"),
        *((Cell(megabytes(entry.added_pss_bytes)),) if shown.pss else ()),
        Cell(megabytes(entry.shipped_bytes)),
        Cell(_delegated(entry)),
        Cell(quality(entry)),
    )


def _latencies(entry: Entry, rates: Sequence[str], kind: str) -> tuple[Cell, ...]:
    measured = entry.measured
    if measured is None:
        return (Cell("–"),) * (5 + len(rates))
    middle = measured.sentence("middle")
    medians = (s.total_ms.statistics.p50 for s in measured.sentences)
    said = middle.total_ms.statistics
    more: tuple[str, ...] = ()
    if rates and middle.translation is not None:
        times = middle.translation
        first = milliseconds(times.first_token_ms.statistics.p50)
        more = (first, f"{times.tokens_per_second:.0f}")
    return (
        *(Cell(milliseconds(ms), kind) for ms in medians),
        *map(Cell, (milliseconds(said.p90), percent(said.spread), *more)),
    )


def _delegated(entry: Entry) -> str:
    """The share of the work on the fast path; of Core ML, where its operators are to run."""
    plan = entry.run.variant.plan
    if plan is not None:
        return planned(plan)
    delegated = entry.run.variant.delegated
    share = delegated.multiply_adds if delegated else None
    return "–" if share is None else f"{share:.0%}"


def planned(plan: Plan) -> str:
    """Shares of the operators, the largest first; none that is zero."""
    shares = {"Neural Engine": plan.neural_engine, "GPU": plan.gpu, "CPU": plan.cpu}
    ordered = sorted(shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {share:.0%}" for name, share in ordered if share) or "–"


def quality(entry: Entry) -> str:
    """Of the exported program beside the float model's; without one, how many goldens are equal."""
    if entry.quality is not None:
        known = entry.quality
        return f"{number(known.exported_value)} (float {number(known.float_value)})"
    goldens = entry.run.goldens
    return "–" if goldens is None else f"{goldens.equal} of {goldens.sentences}"
