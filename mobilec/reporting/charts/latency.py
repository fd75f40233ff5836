"""How latency is distributed: a histogram a variant, with its median and 90th percentile."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from mobilec.benchmarking.run import Series
from mobilec.reporting.charts.theme import ENGINE_COLOURS, INK, WIDTH
from mobilec.reporting.entries import Entry
from mobilec.reporting.words import milliseconds

BINS = 60
ROW = 46
"""Pixels of a variant."""
FARTHEST = 2.0
"""Times the largest median: slower samples lie beyond the edge, so that a pause does not squeeze
all others."""


def distributions(found: Sequence[Entry], name: str) -> dict[str, Any]:
    """Of the sentence ``name``, one row for each variant."""
    series = {entry.label: _total(entry, name) for entry in found}
    low = min(each.statistics.min for each in series.values())
    # A little room, also where all samples are equal.
    edges = np.linspace(0.97 * low, 1.03 * edge_ms(found, name), BINS + 1)
    colours = {entry.label: ENGINE_COLOURS[entry.engine] for entry in found}
    rows = [_row(label, each, edges, colours[label]) for label, each in series.items()]
    for row in rows[:-1]:
        row["encoding"]["x"]["axis"]["labels"] = False
    return {"data": {"values": []}, "vconcat": rows, "spacing": 8}


def edge_ms(found: Sequence[Entry], name: str) -> float:
    """Up to where samples are drawn."""
    said = [_total(entry, name).statistics for entry in found]
    return min(max(s.max for s in said), FARTHEST * max(s.p50 for s in said))


def beyond(found: Sequence[Entry], name: str) -> float:
    """The share of samples that is not drawn."""
    samples = np.concatenate([_total(entry, name).samples for entry in found])
    return float((samples > 1.03 * edge_ms(found, name)).mean())


def _total(entry: Entry, name: str) -> Series:
    assert entry.measured is not None
    return entry.measured.sentence(name).total_ms


def _row(label: str, series: Series, edges: np.ndarray, colour: str) -> dict[str, Any]:
    counts, _ = np.histogram(series.samples, edges)
    middles = (edges[:-1] + edges[1:]) / 2
    bars = [
        {"ms": round(float(at), 4), "share": round(float(c / max(counts.max(), 1)), 4)}
        for at, c in zip(middles, counts, strict=True)
    ]
    said = series.statistics
    words = f"{label}:  {milliseconds(said.p50)} ms, 90 % within {milliseconds(said.p90)}"
    x = {
        "field": "ms",
        "type": "quantitative",
        "scale": {"domain": [float(edges[0]), float(edges[-1])], "nice": False, "zero": False},
        "axis": {"title": None, "tickCount": 5, "offset": 0},
    }
    y = {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    area = {"type": "area", "color": colour, "interpolate": "step", "opacity": 0.75}
    rule = {"type": "rule", "color": INK, "strokeWidth": 2}
    return {
        "title": {"text": words, "anchor": "start", "fontSize": 12, "color": INK, "offset": 4},
        "width": WIDTH - 20,
        "height": ROW,
        "encoding": {"x": x},
        "layer": [
            {"data": {"values": bars}, "mark": area, "encoding": {"y": y}},
            {
                "data": {"values": [{"ms": said.p50}, {"ms": said.p90, "dash": 1}]},
                "mark": rule,
                "encoding": {
                    "strokeDash": {
                        "condition": {"test": "datum.dash", "value": [3, 3]},
                        "value": [1, 0],
                    },
                },
            },
        ],
    }
