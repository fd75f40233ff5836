"""A study's curves as a picture: the metric over the share of heads that are masked."""

from html import escape

from benchmarks.heads.study import Study

_WIDTH, _HEIGHT, _LEFT, _TOP = 620, 300, 60, 30
_COLOURS = {"importance": "#0f4c81", "masking": "#b3591e"}
_TITLES = {"importance": "by importance", "masking": "by what masking it alone costs"}


def curves(study: Study, name: str) -> str:
    """SVG."""
    points = [point for curve in study.curves.values() for point in curve]
    low, high = (pick(value for _, value in points) for pick in (min, max))
    room = max(high - low, 1e-9)

    def place(share: float, value: float) -> str:
        x = _LEFT + share * (_WIDTH - _LEFT - 20)
        return f"{x:.1f},{_TOP + (high - value) / room * (_HEIGHT - _TOP - 50):.1f}"

    parts = [_text(_LEFT, 18, f"{name}: {study.metric} by the share of heads masked", 600)]
    for step in range(5):
        share, value = step / 4, low + room * step / 4
        x, y = place(share, low).split(",")
        parts.append(_text(float(x) - 12, _HEIGHT - 26, f"{share:.0%}"))
        y = place(0, value).split(",")[1]
        parts.append(f'<path d="M{_LEFT} {y}H{_WIDTH - 20}" stroke="#e3e8ee"/>')
        parts.append(_text(8, float(y) + 4, f"{value:.3f}"))
    for number, (by, curve) in enumerate(study.curves.items()):
        path = " ".join(place(share, value) for share, value in curve)
        colour = _COLOURS[by]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(_text(_LEFT + 230 * number, _HEIGHT - 6, _TITLES[by], 600, colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, words: str, weight: int = 400, colour: str = "#1b2733") -> str:
    return f'<text x="{x}" y="{y}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
