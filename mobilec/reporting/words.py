"""Numbers as people read them."""


def milliseconds(value: float | None) -> str:
    """Three digits that count, no more than two after the point."""
    if value is None:
        return "–"
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def millions(value: float | None) -> str:
    """Of instructions."""
    return "–" if value is None else milliseconds(value / 1e6)


def megabytes(value: float | None) -> str:
    """Of a million bytes."""
    if value is None:
        return "–"
    millions = value / 1e6
    return f"{millions:.0f}" if millions >= 100 else f"{millions:.1f}"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def number(value: float | None) -> str:
    """A figure of quality: a share with four digits, anything else with two."""
    if value is None:
        return "–"
    return f"{value:.4f}" if abs(value) <= 1 else f"{value:.2f}"
