"""What is won and paid: size against latency, and quality against latency."""

from collections.abc import Callable, Sequence
from typing import Any

from mobilec.reporting.charts.theme import ENGINE_COLOURS, INK, MUTED, WIDTH
from mobilec.reporting.entries import Entry, best

HEIGHT = 230


def size_latency(found: Sequence[Entry]) -> dict[str, Any]:
    """Smaller and quicker is nearer to the corner. Filled points are beaten by no other."""
    return _points(found, "MB in the app", lambda entry: entry.shipped_bytes / 1e6)


def quality_latency(found: Sequence[Entry]) -> dict[str, Any]:
    """Better and quicker is nearer to the upper corner."""
    known = [entry for entry in found if entry.quality is not None]
    metric = known[0].quality.metric if known and known[0].quality else ""
    return _points(known, metric, lambda e: e.quality.exported_value if e.quality else 0.0)


def _points(found: Sequence[Entry], title: str, of: Callable[[Entry], float]) -> dict[str, Any]:
    usable = [entry for entry in found if entry.latency_ms is not None]
    front = best(tuple(usable))
    values = [
        {"label": e.label, "engine": e.engine, "ms": e.latency_ms, "y": of(e), "best": e in front}
        for e in usable
    ]
    edge = sorted((v for v in values if v["best"]), key=lambda v: float(v["ms"] or 0.0))
    engines = list(dict.fromkeys(e.engine for e in usable))
    scale = {"zero": False, "nice": True, "padding": 24}
    x = {"field": "ms", "type": "quantitative", "scale": scale, "title": "ms, middle sentence"}
    y = {"field": "y", "type": "quantitative", "scale": scale, "title": title}
    places = {"x": {**x, "axis": {"tickCount": 5}}, "y": {**y, "axis": {"tickCount": 5}}}
    colours = {"domain": engines, "range": [ENGINE_COLOURS[engine] for engine in engines]}
    colour = {"field": "engine", "type": "nominal", "scale": colours, "legend": None}
    filled = {"condition": {"test": "datum.best", "value": 1}, "value": 0}
    line = {"type": "line", "color": MUTED, "strokeDash": [2, 3], "interpolate": "step-after"}
    return {
        "width": WIDTH - 60,
        "height": HEIGHT,
        "layer": [
            {"data": {"values": edge}, "mark": line, "encoding": places},
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 110, "strokeWidth": 2},
                "encoding": {**places, "color": colour, "fillOpacity": filled},
            },
            {
                "data": {"values": values},
                "mark": {"type": "text", "dy": -13, "color": INK, "limit": WIDTH - 100},
                "encoding": {**places, "text": {"field": "label", "type": "nominal"}},
            },
        ],
    }
