"""The sentences that a teacher is asked for: those of texts, each once, as translators cut them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.text.handling import Handling
from exporters.text.words import Words
from mobilec.evaluation.lines import read_lines
from mobilec.evaluation.parallel import read_parallel
from mobilec.evaluation.rows import JSON_SUFFIX, TABLE_SUFFIX


@dataclass(frozen=True)
class Sources:
    """``sentences`` in the order of the texts, and their ``ids``. ``lines``: that were read.
    ``again``: sentences that had come before."""

    sentences: tuple[str, ...]
    ids: tuple[tuple[int, ...], ...]
    lines: int
    again: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(repr(self.ids).encode()).hexdigest()


def read_sources(files: Sequence[Path], words: Words, longest: int) -> Sources:
    """Refused: files without a sentence. Numbers, addresses and the like are no sentences: a
    translator hands them through."""
    lines = [line for file in files for line in _lines(file)]
    found: dict[str, tuple[int, ...]] = {}
    cut = 0
    for line in lines:
        for piece in words.pieces(line, longest):
            if text := " ".join(words.read(piece.text, Handling()).split()):
                cut += 1
                if text not in found:
                    found[text] = tuple(words.ids(text))
    if not found:
        raise Refused(f"{', '.join(map(str, files))}: no sentence to translate; give texts")
    return Sources(tuple(found), tuple(found.values()), len(lines), cut - len(found))


def _lines(file: Path) -> Iterator[str]:
    if file.suffix.lower() in (TABLE_SUFFIX, JSON_SUFFIX):
        yield from (pair.text for pair in read_parallel(file))
    else:
        yield from (line for _, line in read_lines(file))
