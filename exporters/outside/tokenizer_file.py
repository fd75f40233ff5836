"""A tokenizer.json from outside: one that is none ends in a refusal, and none swells a text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from exporters.errors import Refused, is_panic
from exporters.outside.json_file import parse_json, read_limited

MOST_TIMES = 1000
"""What a normalizer may make of a character. Unicode's own longest has 18."""


def tokenizer_in(path: Path, advice: str) -> Tokenizer:
    """``advice``: what to do where it is none, for the refusal."""
    text = read_limited(path, advice)
    _refuse_swelling(parse_json(text, str(path), advice, lenient=True), path, advice)
    try:
        return Tokenizer.from_buffer(text)
    except BaseException as broken:  # the bindings raise nothing narrower, and panic
        if not isinstance(broken, Exception) and not is_panic(broken):
            raise
        reason = " ".join(str(broken).split())
        raise Refused(f"{path} is not a tokenizer ({reason}); {advice}") from broken


def _refuse_swelling(document: Any, path: Path, advice: str) -> None:
    times = 1.0
    for part in _parts(document.get("normalizer") if isinstance(document, dict) else None):
        times *= _growth(part)
    if times > MOST_TIMES:
        raise Refused(
            f"{path} has a normalizer that makes up to {times:,.0f} characters of one; {advice}"
        )


def _parts(normalizer: Any) -> Iterator[dict[str, Any]]:
    """The steps of a normalizer, one after the other."""
    if isinstance(normalizer, dict):
        yield normalizer
        inner = normalizer.get("normalizers")
        for part in inner if isinstance(inner, list) else ():
            yield from _parts(part)


def _growth(part: dict[str, Any]) -> float:
    """Characters for each that there was, where one is replaced by several."""
    pattern, content = part.get("pattern"), part.get("content")
    if part.get("type") != "Replace" or not isinstance(content, str):
        return 1.0
    found = pattern.get("String") if isinstance(pattern, dict) else None
    least = len(found) if isinstance(found, str) and found else 1
    return max(1.0, len(content) / least)
