"""An address for people: as words, and for the camera of a phone."""

from collections.abc import Sequence

from rich.text import Text

_LIGHT_BORDER = 2
_COLOURS = "#000000 on #ffffff"
"""Whatever the terminal's own are: cameras want dark on light."""
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
"""(upper, lower) module to what is drawn dark."""


def qr_code(address: str) -> Text | None:
    """Two rows a line; None where segno is not installed."""
    try:
        import segno
    except ModuleNotFoundError:
        return None
    code = segno.make(address, micro=False, error="l")
    rows = [[min(1, dark) for dark in row] for row in code.matrix_iter(border=_LIGHT_BORDER)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    lines = (_line(rows[at], rows[at + 1]) for at in range(0, len(rows), 2))
    return Text("\n").join(Text(line, style=_COLOURS) for line in lines)


def _line(upper: Sequence[int], lower: Sequence[int]) -> str:
    return "".join(_HALVES[pair] for pair in zip(upper, lower, strict=True))
