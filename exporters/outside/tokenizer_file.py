"""A tokenizer.json from outside: one that is none ends in a refusal, and none swells a text."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from exporters.errors import Refused, is_panic
from exporters.outside.json_file import parse_json, read_limited

MOST_TIMES = 1000
"""What a normalizer may make of a character. Unicode's own longest has 18."""

MOST_IDS = 10_000_000
"""Of a vocabulary; the largest that are known have 0.3 million. The library `tokenizers` counts up
to the highest id when it writes a vocabulary down, and ends the process where memory ends."""


def tokenizer_in(path: Path, advice: str) -> Tokenizer:
    """``advice``: what to do where it is none, for the refusal."""
    text = read_limited(path, advice)
    _refuse_swelling(parse_json(text, str(path), advice, lenient=True), path, advice)
    try:
        made = Tokenizer.from_buffer(text)
    except BaseException as broken:  # the bindings raise nothing narrower, and panic
        if not isinstance(broken, Exception) and not is_panic(broken):
            raise
        reason = " ".join(str(broken).split())
        raise Refused(f"{path} is not a tokenizer ({reason}); {advice}") from broken
    refuse_far_ids(made.get_vocab(), path, advice)
    return made


def refuse_far_ids(vocabulary: Mapping[str, int], path: Path, advice: str) -> None:
    """``vocabulary``: word to id, of what ``path`` holds. Refused: an id that no table reaches."""
    word = max(vocabulary, key=vocabulary.__getitem__, default=None)
    if word is not None and vocabulary[word] >= MOST_IDS:
        raise Refused(
            f"{path} gives {word!r} the id {vocabulary[word]:,}, and has {len(vocabulary):,} "
            f"words; ids from {MOST_IDS:,} on are not read; {advice}"
        )


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
