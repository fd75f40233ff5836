"""What a load without a pause does: the median of each minute."""

from collections.abc import Sequence
from typing import Any

from mobilec.reporting.charts.theme import SERIES, WIDTH
from mobilec.reporting.entries import Entry


def minutes(found: Sequence[Entry]) -> dict[str, Any]:
    """A line for each variant that was loaded so."""
    loaded = [e for e in found if e.measured is not None and e.measured.sustained]
    values = [
        {"label": entry.label, "minute": each.minute + 1, "ms": each.median_ms}
        for entry in loaded
        if entry.measured is not None
        for each in entry.measured.sustained or ()
    ]
    labels = [entry.label for entry in loaded]
    colours = {"domain": labels, "range": [SERIES[i % len(SERIES)] for i in range(len(labels))]}
    return {
        "data": {"values": values},
        "width": WIDTH - 60,
        "height": 180,
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "minute", "type": "quantitative", "axis": {"tickMinStep": 1}},
            "y": {"field": "ms", "type": "quantitative", "scale": {"zero": True}},
            "color": {"field": "label", "type": "nominal", "scale": colours},
        },
    }
