"""Lists that are typed as one word, separated by commas."""

from pathlib import Path

import typer


def words(text: str) -> tuple[str, ...]:
    """``"onnx,coreml"`` to its parts; nothing for an empty text."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def numbers(text: str, option: str) -> tuple[int, ...]:
    """``"32,64"`` to numbers; anything else is wrong usage of ``option``."""
    try:
        return tuple(int(word) for word in words(text))
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no list of whole numbers; write them as 32,64,128", param_hint=option
        ) from None


def paths(text: str) -> tuple[Path, ...]:
    """``"dev.en,dev.de"`` to files."""
    return tuple(Path(word) for word in words(text))


def minutes(text: str, option: str) -> float:
    """``"10m"``, ``"90s"`` or ``"10"`` to minutes; nothing is 0."""
    units = {"m": 1.0, "s": 1 / 60, "h": 60.0}
    number, unit = (text[:-1], text[-1]) if text and text[-1] in units else (text, "m")
    try:
        found = float(number) * units[unit] if text else 0.0
    except ValueError:
        found = -1.0
    if found < 0:
        raise typer.BadParameter(f"{text!r} is no time; write it as 10m", param_hint=option)
    return found


def megabytes(text: str, option: str) -> int:
    """``"5MB"``, ``"800kB"`` or ``"5"`` (MB) to bytes."""
    units = {"kb": 1e3, "mb": 1e6, "gb": 1e9}
    number, unit = (text[:-2], text[-2:].lower()) if text[-2:].lower() in units else (text, "mb")
    try:
        found = float(number) * units[unit]
    except ValueError:
        found = -1.0
    if not 0 < found < float("inf"):
        raise typer.BadParameter(f"{text!r} is no size; write it as 5MB", param_hint=option)
    return round(found)
