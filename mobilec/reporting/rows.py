"""The figures of a report as plain rows: for spreadsheets, and for pages in Markdown."""

import csv
import io
from collections.abc import Sequence

from mobilec.arm.counting.counts import FIELDS
from mobilec.benchmarking.browser import name_of
from mobilec.reporting.entries import Entry
from mobilec.reporting.tables import summary, table, title

LEAST_FOR_P99 = 200
"""Samples: of fewer the 99th percentile lies between the two largest."""
Value = str | int | float | bool | None


def flat(entry: Entry) -> dict[str, Value]:
    """One variant: names with their units, None where there is no figure."""
    run, variant = entry.run, entry.run.variant
    delegated, plan, quality = variant.delegated, variant.plan, entry.quality
    browser = run.device.browser
    row: dict[str, Value] = {
        "bundle": variant.bundle,
        "task": variant.task,
        "engine": variant.engine,
        "engine_version": variant.engine_version,
        "threads": variant.threads,
        "compute_units": variant.compute_units,
        "provider": variant.provider,
        "precision": variant.precision,
        "device": entry.device,
        "os": f"{run.device.os} {run.device.os_version}",
        "browser": name_of(browser.brands, browser.user_agent) if browser else None,
        "timer_ms": browser.timer_ms if browser else None,
        "started": run.started,
        "valid": run.valid,
        "reasons": "; ".join(reason.message for reason in run.reasons),
        "notes": "; ".join(note.message for note in run.notes),
        "program_bytes": variant.size_bytes,
        "tokenizer_bytes": variant.text_bytes,
        "delegated_multiply_adds": delegated.multiply_adds if delegated else None,
        "plan_neural_engine": plan.neural_engine if plan else None,
        "plan_gpu": plan.gpu if plan else None,
        "plan_cpu": plan.cpu if plan else None,
        "ran_on": variant.ran_on,
        "first_answer_ms": entry.first_answer_ms,
        "once_per_device_ms": entry.first_ever_ms,
        "first_load_ms": entry.cold_ms,
        "peak_bytes": entry.peak_bytes,
        "added_bytes": entry.added_bytes,
        "memory_kind": entry.memory_kind,
        "added_pss_bytes": entry.added_pss_bytes,
        "core_mhz": entry.core_mhz,
        "looks_by_core_max_mhz": "; ".join(
            f"{clock.max_mhz:.0f}: {clock.looks}" for clock in run.conditions.clocks or ()
        ),
        "metric": quality.metric if quality else None,
        "metric_float": quality.float_value if quality else None,
        "metric_exported": quality.exported_value if quality else None,
    }
    return row | _latencies(entry) | _counts(entry)


def _counts(entry: Entry) -> dict[str, Value]:
    """Whole instructions, by sentence and kind; nothing where they were not counted."""
    if entry.counted is None:
        return {}
    found: dict[str, Value] = {"counted_by": entry.counted.by}
    parts = {each.name: each.total for each in entry.counted.sentences}
    for name, counts in ({"load": entry.counted.load} | parts).items():
        for field in FIELDS:
            unit = "" if field == "instructions" or field.endswith("bytes") else "_instructions"
            found[f"{name}_{field}{unit}"] = getattr(counts, field)
    bounds = {f"{each.name}_least_cycles": each.least_cycles for each in entry.counted.sentences}
    return found | bounds


def _latencies(entry: Entry) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for sentence in entry.measured.sentences if entry.measured else ():
        said = sentence.total_ms.statistics
        for name in ("count", "mean", "std", "p50", "p90", "p95", "p99", "min", "max", "spread"):
            unit = "" if name in ("count", "spread") else "_ms"
            known = name != "p99" or said.count >= LEAST_FOR_P99
            found[f"{sentence.name}_{name}{unit}"] = getattr(said, name) if known else None
        times = sentence.translation
        found[f"{sentence.name}_tokens_per_second"] = times.tokens_per_second if times else None
    return found


def as_csv(found: Sequence[Entry]) -> str:
    """With a line of names; a variant that was not measured has empty cells."""
    rows = [flat(entry) for entry in found]
    names = dict.fromkeys(name for row in rows for name in row)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(names), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_markdown(found: Sequence[Entry]) -> str:
    """A table for each task, and why runs are not valid."""
    lines = []
    for task in dict.fromkeys(entry.task for entry in found):
        group = [entry for entry in found if entry.task == task]
        rows = table(group)
        lines += [f"## {title(group)}", "", summary(group), "", rows.caption, ""]
        lines += [_line(rows.columns), "|---" * len(rows.columns) + "|"]
        lines += [*(_line([cell.text for cell in row]) for row in rows.rows), ""]
    wrong = [
        f"- {e.run.variant.bundle}, {e.label}: {r.message}" for e in found for r in e.run.reasons
    ]
    if wrong:
        lines += ["## Not valid, and why", "", *wrong, ""]
    noted = [
        f"- {e.run.variant.bundle}, {e.label}: {n.message}" for e in found for n in e.run.notes
    ]
    if noted:
        lines += ["## To be known", "", *noted, ""]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
