"""Stacked bars: where the time goes, what is in memory, what an app is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mobilec.benchmarking.run import Sentence
from mobilec.reporting.charts.theme import INK, SERIES, WIDTH
from mobilec.reporting.entries import MIDDLE, Entry

BAR = 26
"""Pixels of a variant."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar."""

    bar: str
    name: str
    value: float


def stacked(parts: Sequence[Part], unit: str, digits: str = ".3~g") -> dict[str, Any]:
    """Bars in the order in which they come, and in each the parts in theirs."""
    bars = list(dict.fromkeys(part.bar for part in parts))
    names = list(dict.fromkeys(part.name for part in parts))
    values = [
        {"bar": p.bar, "part": p.name, "value": p.value, "place": names.index(p.name)}
        for p in parts
    ]
    totals = [{"bar": bar, "value": sum(p.value for p in parts if p.bar == bar)} for bar in bars]
    y = {"field": "bar", "type": "nominal", "sort": bars, "title": None}
    x = {"field": "value", "type": "quantitative", "title": unit, "axis": {"tickCount": 4}}
    colour = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": names, "range": list(SERIES[: len(names)])},
        "sort": names,
    }
    return {
        "width": WIDTH - 210,
        "height": {"step": BAR},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "height": BAR - 10},
                "encoding": {
                    "y": y,
                    "x": {**x, "stack": "zero"},
                    "color": colour,
                    "order": {"field": "place", "type": "quantitative"},
                },
            },
            {
                "data": {"values": totals},
                "mark": {"type": "text", "align": "left", "dx": 5, "color": INK},
                "encoding": {
                    "y": y,
                    "x": x,
                    "text": {"field": "value", "type": "quantitative", "format": digits},
                },
            },
        ],
    }


def timing(found: Sequence[Entry]) -> list[Part]:
    """Means of the middle sentence in ms, which add up as medians do not."""
    parts = []
    for entry in found:
        if entry.measured is None:
            continue
        sentence = entry.measured.sentence(MIDDLE)
        parts += [Part(entry.label, name, ms) for name, ms in spent_ms(sentence).items()]
    return parts


def spent_ms(sentence: Sentence) -> dict[str, float]:
    """Part of a sentence to its mean milliseconds: the methods of the program, and the rest."""
    passes = sentence.total_ms.statistics.count
    methods = {name: sum(series.samples) / passes for name, series in sentence.methods.items()}
    rest = sentence.run_ms.statistics.mean - sum(methods.values())
    return {
        "tokenize": sentence.tokenize_ms.statistics.mean,
        **methods,
        "search and copies": max(0.0, rest),
        "detokenize": sentence.detokenize_ms.statistics.mean,
    }


def memory(found: Sequence[Entry]) -> list[Part]:
    """MB above what the process had before the load, where the system says."""
    parts = []
    for entry in found:
        memory = entry.measured.memory if entry.measured else None
        if memory is None or memory.baseline_bytes is None or memory.loaded_bytes is None:
            continue
        loaded = max(0, memory.loaded_bytes - memory.baseline_bytes) / 1e6
        peak = max(0, (entry.added_bytes or 0)) / 1e6
        parts.append(Part(entry.label, "loaded", min(loaded, peak)))
        parts.append(Part(entry.label, "more at the peak", max(0.0, peak - loaded)))
    return parts
