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
