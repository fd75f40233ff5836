"""What is won and paid: size against latency, and quality against latency."""

from collections.abc import Callable, Sequence
from typing import Any

from mobilec.reporting.charts.theme import ENGINE_COLOURS, INK, MUTED, WIDTH
from mobilec.reporting.entries import Entry, best

HEIGHT = 230
NAMED = 3


def size_latency(found: Sequence[Entry]) -> dict[str, Any]:
    """Smaller and quicker is nearer to the corner. Filled points are beaten by no other."""
    return _points(found, "MB in the app", lambda entry: entry.shipped_bytes / 1e6, from_zero=True)


def quality_latency(found: Sequence[Entry]) -> dict[str, Any]:
    """Better and quicker is nearer to the upper corner."""
    known = [entry for entry in found if entry.quality is not None]
    metric = known[0].quality.metric if known and known[0].quality else ""
    return _points(known, metric, _exported, from_zero=False)


def _exported(entry: Entry) -> float:
    return entry.quality.exported_value if entry.quality else 0.0


def _points(
    found: Sequence[Entry], title: str, of: Callable[[Entry], float], from_zero: bool
) -> dict[str, Any]:
    """``from_zero``: where the vertical axis starts; that of the latency always does.

    Labels stand above and below in turn, from left to right, as neighbours are often level.
    """
    usable = sorted((e for e in found if e.latency_ms is not None), key=_latency)
    front = best(tuple(usable))
    names = [str(e.number) if numbered(usable) else e.label for e in usable]
    values = [
        {"label": name, "engine": e.engine, "ms": _latency(e), "y": of(e), "best": e in front}
        for e, name in zip(usable, names, strict=True)
    ]
    engines = list(dict.fromkeys(e.engine for e in usable))
    top = 1.35 * max(of(e) for e in usable)
    high = {"domain": [0, top]} if from_zero else {"zero": False, "padding": 30}
    wide = {"domain": [0, 1.25 * _latency(usable[-1])]}
    x = {"field": "ms", "type": "quantitative", "scale": wide, "title": "ms, middle sentence"}
    y = {"field": "y", "type": "quantitative", "scale": high, "title": title}
    places = {"x": {**x, "axis": {"tickCount": 5}}, "y": {**y, "axis": {"tickCount": 5}}}
    return {
        "width": WIDTH - 60,
        "height": HEIGHT,
        "layer": [
            _edge([v for v in values if v["best"]], places),
            _marks(values, engines, places),
            _names(values[::2], -14, places),
            _names(values[1::2], 16, places),
        ],
    }


def numbered(found: Sequence[Entry]) -> bool:
    """Whether there are too many for their labels: then points have the numbers of the table."""
    return len(found) > NAMED


def _latency(entry: Entry) -> float:
    return entry.latency_ms or 0.0


def _edge(values: list[dict[str, Any]], places: dict[str, Any]) -> dict[str, Any]:
    line = {"type": "line", "color": MUTED, "strokeDash": [2, 3], "interpolate": "step-after"}
    return {"data": {"values": values}, "mark": line, "encoding": places}


def _marks(
    values: list[dict[str, Any]], engines: list[str], places: dict[str, Any]
) -> dict[str, Any]:
    colours = {"domain": engines, "range": [ENGINE_COLOURS[engine] for engine in engines]}
    colour = {"field": "engine", "type": "nominal", "scale": colours, "legend": None}
    filled = {"condition": {"test": "datum.best", "value": 1}, "value": 0}
    return {
        "data": {"values": values},
        "mark": {"type": "point", "size": 110, "strokeWidth": 2.5},
        "encoding": {**places, "stroke": colour, "fill": colour, "fillOpacity": filled},
    }


def _names(values: list[dict[str, Any]], above: int, places: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"values": values},
        "mark": {"type": "text", "dy": above, "color": INK},
        "encoding": {**places, "text": {"field": "label", "type": "nominal"}},
    }
