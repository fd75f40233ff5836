"""How a checkpoint's tokenizer cuts a text that is too long."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.outside.json_file import read_json
from exporters.text.encoder import RIGHT, SIDES
from mobilec.checkpoint.declared import read_settings

UNLIMITED = 10**20
"""transformers writes 10**30 where nobody knows a length, and takes anything over this for that."""


@dataclass(frozen=True)
class Cutting:
    """``side``: the side of a text that is cut off. ``longest``: tokens, where nobody asks for
    another length (transformers' model_max_length); None where the tokenizer has no opinion."""

    side: str = RIGHT
    longest: int | None = None


def read_cutting(folder: Path) -> Cutting:
    """As transformers reads it: tokenizer_config.json, and where that has no side tokenizer.json.

    A strategy that stands there says how texts were cut when the file was saved; asked to truncate,
    transformers takes ``longest_first`` whatever it is.
    """
    settings = read_settings(folder)
    side = settings.get("truncation_side") or _saved_side(folder)
    if side not in SIDES:
        raise Refused(
            f"{folder}/tokenizer_config.json has the truncation_side {side!r}; it can be "
            f"{' or '.join(SIDES)}"
        )
    return Cutting(side, _longest(settings, folder))


def _longest(settings: dict[str, Any], folder: Path) -> int | None:
    longest = settings.get("model_max_length", settings.get("max_len"))
    if longest is None:
        return None
    if isinstance(longest, bool) or not isinstance(longest, int | float) or longest < 1:
        raise Refused(
            f"{folder}/tokenizer_config.json has the model_max_length {longest!r}; it is a number "
            f"of tokens"
        )
    return None if longest > UNLIMITED else int(longest)


def _saved_side(folder: Path) -> str:
    file = folder / "tokenizer.json"
    if not file.is_file():
        return RIGHT
    try:
        content = read_json(file, "download it again", lenient=True)
        truncation = content.get("truncation") or {}
        return str(truncation.get("direction", RIGHT)).lower()
    except (Refused, AttributeError):
        # What is wrong with the file says whoever reads all of it.
        return RIGHT
