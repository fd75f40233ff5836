"""Students as a picture: quality over bytes, each a point with its name."""

from collections.abc import Mapping
from html import escape
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 320, 50, 150, 36, 40
_TEACHER, _STUDENT = "#b3591e", "#0f4c81"


def drawn(teacher: str, rows: Mapping[str, Mapping[str, Any]]) -> str:
    """SVG of chrF over megabytes."""
    most = max(row["bytes"] for row in rows.values()) / 1e6
    low, high = (pick(row["chrF"] for row in rows.values()) for pick in (min, max))
    low, room = low - 1, max(high - low + 2, 1e-9)

    def place(megabytes: float, score: float) -> tuple[float, float]:
        x = _LEFT + megabytes / most * (_WIDTH - _LEFT - _RIGHT)
        return x, _TOP + (low + room - score) / room * (_HEIGHT - _TOP - _BOTTOM)

    parts = [_text(_LEFT, 20, f"{teacher} and its students: chrF by MB of the int8 .pte", 600)]
    for step in range(5):
        score = low + room * step / 4
        _, y = place(0, score)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#e3e8ee"/>')
        parts.append(_text(8, y + 4, f"{score:.1f}"))
        x, y = place(most * step / 4, low)
        parts.append(_text(x - 10, y + 20, f"{most * step / 4:.1f}"))
    for name, row in rows.items():
        x, y = place(row["bytes"] / 1e6, row["chrF"])
        colour = _TEACHER if name == teacher else _STUDENT
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        parts.append(_text(x + 9, y + 4, name, 600, colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _text(x: float, y: float, words: str, weight: int = 400, colour: str = "#1b2733") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-weight="{weight}" fill="{colour}">'
        f"{escape(words)}</text>"
    )
