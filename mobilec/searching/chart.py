"""What was tried, drawn: score against megabytes."""

from xml.sax.saxutils import escape

from mobilec.searching.result import SearchResult
from mobilec.searching.study import Tried

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 40, 48
INK, MUTED, LINE = "#1b2733", "#6b7a8c", "#c9d3df"
FITS, EXCEEDS, TAKEN = "#1f6feb", "#b9c4d0", "#b3261e"
TICKS = 5


def chart(result: SearchResult, budget: int | None) -> str:
    """An SVG. A point is a recipe: blue within the budget, gray beyond it; the line joins those
    that none beats, the red one was chosen, the ring is the dense model."""
    found = [each for each in result.tried if each.figures is not None]
    across = [f.bytes / 1e6 for each in found if (f := each.figures)] + [result.dense.bytes / 1e6]
    up = [f.score for each in found if (f := each.figures)] + [result.dense.score]
    return _Plot(across, up).drawn(result, found, budget)


class _Plot:
    def __init__(self, across: list[float], up: list[float]) -> None:
        self._x = _axis(across + [0.0])
        self._y = _axis(up)

    def drawn(self, result: SearchResult, found: list[Tried], budget: int | None) -> str:
        parts = [*self._grid(result.headline), *self._budget(budget)]
        line = [each for each in found if each.number in result.front]
        line.sort(key=lambda each: each.figures.bytes if each.figures else 0)
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(self._at, line))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{MUTED}"/>')
        for each in found:
            taken = result.chosen is not None and each.number == result.chosen.number
            parts.append(self._point(each, TAKEN if taken else FITS if each.fits else EXCEEDS))
        x, y = self._place(result.dense.bytes / 1e6, result.dense.score)
        ring = f'cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{INK}" stroke-width="2"'
        parts.append(f"<circle {ring}><title>the dense model</title></circle>")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12">'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
        )

    def _grid(self, headline: str) -> list[str]:
        parts = [_text(LEFT, 22, f"{headline} of the int8 program, by its size", "start", INK)]
        bottom = HEIGHT - BOTTOM
        for tick in _ticks(self._x):
            x, _ = self._place(tick, self._y[0])
            parts.append(f'<path d="M{x:.1f} {TOP}V{bottom}" stroke="{LINE}"/>')
            parts.append(_text(x, bottom + 18, f"{tick:.3g}", "middle", MUTED))
        for tick in _ticks(self._y):
            _, y = self._place(self._x[0], tick)
            parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{LINE}"/>')
            parts.append(_text(LEFT - 8, y + 4, f"{tick:.3g}", "end", MUTED))
        return [*parts, _text(WIDTH - RIGHT, HEIGHT - 10, "MB", "end", MUTED)]

    def _budget(self, budget: int | None) -> list[str]:
        if budget is None or not self._x[0] <= budget / 1e6 <= self._x[1]:
            return []
        x, _ = self._place(budget / 1e6, self._y[0])
        dashed = f'stroke="{TAKEN}" stroke-dasharray="4 4"'
        line = f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" {dashed}/>'
        return [line, _text(x + 4, TOP + 12, f"{budget / 1e6:.3g} MB", "start", TAKEN)]

    def _point(self, each: Tried, colour: str) -> str:
        x, y = self._at(each)
        title = f"<title>trial {each.number + 1}</title>"
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}">{title}</circle>'

    def _at(self, each: Tried) -> tuple[float, float]:
        assert each.figures is not None
        return self._place(each.figures.bytes / 1e6, each.figures.score)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (y - self._y[0]) / (self._y[1] - self._y[0])
        wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
        return LEFT + across * wide, HEIGHT - BOTTOM - up * high


def _axis(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    return (low if low == 0 else low - room), high + room


def _ticks(axis: tuple[float, float]) -> list[float]:
    low, high = axis
    return [low + (high - low) * at / (TICKS - 1) for at in range(TICKS)]


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}'
        "</text>"
    )
