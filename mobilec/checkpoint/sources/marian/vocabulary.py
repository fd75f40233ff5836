"""The words of Marian's vocabularies and their ids."""

from pathlib import Path
from typing import Any

import yaml

from exporters.errors import Refused
from mobilec.checkpoint.translation.piece_model import parsed

END, UNKNOWN = "</s>", "<unk>"
_MOST_BYTES = 32 << 20
"""58,000 words of several scripts are 1.2 MB."""


def pieces_of(file: Path) -> dict[str, int]:
    """The pieces of a SentencePiece model, each with its place: that is its id in Marian."""
    names = [piece.piece for piece in parsed(file).pieces]
    found = {name: id for id, name in enumerate(names)}
    if len(found) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(f"{file} has the piece {twice!r} twice; download it again")
    return _with_end(found, file)


def words_of(file: Path, content: bytes) -> dict[str, int]:
    """A vocabulary in YAML: a mapping from words to ids. ``content``: of ``file``, unpacked."""
    if len(content) > _MOST_BYTES:
        raise Refused(
            f"{file} has {len(content):,} bytes, and a vocabulary has at most {_MOST_BYTES:,}; "
            "give the one that the model was trained with"
        )
    try:
        # No word is a number, a date or a switch here, whatever it looks like.
        found: Any = yaml.load(content.decode("utf-8"), getattr(yaml, "CBaseLoader", _slow()))
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        reason = " ".join(str(broken).split())
        raise Refused(f"{file} is not YAML ({reason}); download it again") from broken
    if not isinstance(found, dict):
        raise Refused(f"{file} is no mapping from words to ids; download it again")
    words = {word: _id(id, file) for word, id in found.items() if isinstance(word, str)}
    if len(words) != len(found) or len(set(words.values())) != len(words):
        raise Refused(f"{file} gives one id to two words, or to what is none; download it again")
    return _with_end(words, file)


def _slow() -> type[yaml.BaseLoader]:
    return yaml.BaseLoader


def _id(value: Any, file: Path) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:
        return int(value)
    raise Refused(f"{file} gives a word the id {value!r}; ids are whole numbers from 0 on")


def _with_end(words: dict[str, int], file: Path) -> dict[str, int]:
    for name in (END, UNKNOWN):
        if name not in words:
            raise Refused(f"{file} has no {name}, without which Marian trains nothing")
    return words
