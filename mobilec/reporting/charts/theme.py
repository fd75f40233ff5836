"""How charts look: the page's own colours, so that one drawing serves light, dark and print."""

from typing import Any

import vl_convert

INK, MUTED, GRID = "var(--ink)", "var(--muted)", "var(--grid)"
SERIES = tuple(f"var(--series-{number})" for number in range(1, 7))
ENGINE_COLOURS = {
    "ExecuTorch": SERIES[0],
    "ONNX Runtime": SERIES[1],
    "Core ML": SERIES[2],
}
WIDTH = 400
"""Of a plot with its labels: it fits a phone's screen without becoming too small to read."""
LABELS = 190
_FONT = "Arial, Helvetica, sans-serif"
"""The renderer has letters of these widths, so what it measures is what a browser draws."""
_VEGA_LITE = "6.4"


def svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite chart as an element of a page, as wide as its place allows."""
    padding = {"left": 4, "right": 14, "top": 4, "bottom": 4}
    whole = {"background": None, "padding": padding, "config": _config(), **spec}
    drawn = vl_convert.vegalite_to_svg(whole, vl_version=_VEGA_LITE)
    # Sizes are the page's to give; the view box keeps the proportions.
    opening, rest = drawn[drawn.index("<svg") :].split(">", 1)
    words = [w for w in opening.split(" ") if not w.startswith(("width=", "height="))]
    return " ".join([*words, 'aria-hidden="true"']) + ">" + rest


def _config() -> dict[str, Any]:
    text = {"labelColor": INK, "titleColor": MUTED, "labelFont": _FONT, "titleFont": _FONT}
    return {
        "font": _FONT,
        # The page says what a drawing shows; a label at every mark would double its size.
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": GRID,
            "domain": False,
            "ticks": False,
            "labelLimit": LABELS,
            "labelPadding": 6,
        },
        "legend": {
            **text,
            "labelFontSize": 12,
            "title": None,
            "orient": "top",
            "symbolType": "square",
            "labelLimit": WIDTH,
            "columns": 2,
        },
        "header": {**text, "labelFontSize": 12, "labelFontWeight": "bold"},
        "text": {"color": INK, "font": _FONT, "fontSize": 12},
    }
