"""What stands on the page for each bundle in drawings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mobilec.reporting.apps import App
from mobilec.reporting.charts.latency import beyond, distributions
from mobilec.reporting.charts.parts import Part, memory, stacked, timing
from mobilec.reporting.charts.sustained import minutes
from mobilec.reporting.charts.theme import svg
from mobilec.reporting.charts.tradeoff import numbered, quality_latency, size_latency
from mobilec.reporting.entries import Entry
from mobilec.reporting.tables import quality
from mobilec.reporting.words import megabytes, milliseconds, number, percent


@dataclass(frozen=True)
class Figure:
    """``said``: what it shows, for those who do not see it."""

    title: str
    caption: str
    said: str
    svg: str


def figures(found: Sequence[Entry]) -> list[Figure]:
    """Of the variants of one task."""
    usable = [entry for entry in found if entry.measured is not None]
    if not usable:
        return []
    # What a phone does under a steady load says more of it than what it does for seconds.
    on_phones = any(_is_of_phone(entry) for entry in usable)
    drawn = _sustained(usable) if on_phones else []
    devices = dict.fromkeys(entry.device for entry in usable)
    for device in devices:
        there = [entry for entry in usable if entry.device == device]
        where = f", {device}" if len(devices) > 1 else ""
        drawn.append(_tradeoff(there, where))
        if len([entry for entry in there if entry.quality]) > 1:
            drawn.append(_quality_figure(there, where))
    drawn += [_latency(usable, name) for name in ("short", "middle", "longest")]
    drawn.append(
        Figure(
            "Where the time goes",
            "Mean milliseconds of the middle sentence, by method of the program.",
            _said(usable, lambda e: f"{milliseconds(e.latency_ms)} ms"),
            svg(stacked(timing(usable), "ms")),
        )
    )
    return [*drawn, *_memory(usable), *([] if on_phones else _sustained(usable))]


def _is_of_phone(entry: Entry) -> bool:
    """A browser says so, or does not."""
    device = entry.run.device
    return device.kind == "phone" or bool(device.browser and device.browser.mobile)


def _tradeoff(found: Sequence[Entry], where: str) -> Figure:
    return Figure(
        f"Size against latency{where}",
        "Nearer to the lower left is better. Filled points are beaten by no other variant in "
        f"size, latency and, where it is known, quality.{_numbers(found)}",
        _said(found, lambda e: f"{megabytes(e.shipped_bytes)} MB, {milliseconds(e.latency_ms)} ms"),
        svg(size_latency(found)),
    )


def _quality_figure(found: Sequence[Entry], where: str) -> Figure:
    known = next(e.quality for e in found if e.quality)
    return Figure(
        f"Quality against latency: {known.metric}{where}",
        f"Of the exported programs on {known.data} ({known.rows} rows); the float model has "
        f"{number(known.float_value)}. Nearer to the upper left is better.{_numbers(found)}",
        _said(found, quality),
        svg(quality_latency(found)),
    )


def _numbers(found: Sequence[Entry]) -> str:
    return " Numbers are those of the table." if numbered(found) else ""


def _latency(found: Sequence[Entry], name: str) -> Figure:
    sentences = [entry.measured.sentence(name) for entry in found if entry.measured]
    first = sentences[0]
    if len({sentence.text for sentence in sentences}) > 1:
        of, said = f"Latency of each bundle's {name} sentence", ""
    else:
        made = f" to {first.target_tokens}" if first.target_tokens is not None else ""
        of = f"Latency of the {name} sentence ({first.source_tokens}{made} tokens)"
        said = f"“{first.text}” "
    return Figure(
        of,
        f"{said}Milliseconds; line: median, dashed: 90 %.{_left_out(found, name)}",
        _said(found, lambda e: f"{milliseconds(e.total_ms(name))} ms"),
        svg(distributions(found, name)),
    )


def _left_out(found: Sequence[Entry], name: str) -> str:
    share = beyond(found, name)
    return f" {percent(share)} took longer than is drawn." if share else ""


def _memory(found: Sequence[Entry]) -> list[Figure]:
    parts = memory(found)
    if not parts:
        return []
    return [
        Figure(
            "Memory",
            "MB above what the process had before the load.",
            _said(found, lambda e: f"{megabytes(e.added_bytes)} MB"),
            svg(stacked(parts, "MB")),
        )
    ]


def _sustained(found: Sequence[Entry]) -> list[Figure]:
    loaded = [e for e in found if e.measured is not None and e.measured.sustained]
    if not loaded:
        return []
    caption = "Medians of the middle sentence, minute by minute, without a pause."
    return [Figure("Sustained load", caption, f"{len(loaded)} variants", svg(minutes(loaded)))]


def _said(found: Sequence[Entry], of: Callable[[Entry], str]) -> str:
    return "; ".join(f"{entry.label}: {of(entry)}" for entry in found)


def app_figures(apps: Sequence[App]) -> tuple[Figure, ...]:
    """The parts of all of them in one drawing."""
    parts = [
        Part(
            f"{app.name}, {abi.abi}" if len(apps) > 1 else abi.abi,
            part.name,
            part.download_bytes / 1e6,
        )
        for app in apps
        for abi in app.abis
        for part in abi.parts
    ]
    if not parts:
        return ()
    said = "; ".join(
        f"{app.name}, {abi.abi}: {megabytes(abi.download_bytes)} MB"
        for app in apps
        for abi in app.abis
    )
    caption = "MB to download, by part."
    return (Figure("What the app is made of", caption, said, svg(stacked(parts, "MB"))),)
