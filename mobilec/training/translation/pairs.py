"""Aligned text from files: read, tidied, and without what would teach nothing or spoil a figure."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from exporters.errors import Refused
from mobilec.training.translation.options import Corpus

Pair = tuple[str, str]
"""A sentence and its translation."""

RATIO = 2.5
"""A pair whose sides differ more in characters, and by more than ``SLACK``, is misaligned."""
SLACK = 12
"""In characters. Short sentences differ much in length and are right all the same."""


def read_pairs(corpus: Corpus) -> list[Pair]:
    """All pairs of a corpus, in the order of its lines. Lines without text on a side are left out.

    Refused are files that are missing, empty, or not aligned.
    """
    pairs = _columns(corpus.files[0]) if len(corpus.files) == 1 else _sides(*corpus.files)
    tidied = [(_tidied(source), _tidied(target)) for source, target in pairs]
    whole = [pair for pair in tidied if all(pair)]
    if not whole:
        raise Refused(f"{_named(corpus)} holds no pair of sentences")
    return whole


def read_sentences(files: Iterable[Path]) -> frozenset[str]:
    """The sentences of text files, one a line, tidied as those of pairs are."""
    return frozenset(_tidied(line) for file in files for line in _lines(file)) - {""}


def without_spoilers(pairs: Sequence[Pair], held_out: frozenset[str]) -> list[Pair]:
    """``pairs`` once each, without misaligned ones and those with a side in ``held_out``."""
    return [pair for pair in dict.fromkeys(pairs) if _aligned(*pair) and held_out.isdisjoint(pair)]


def _aligned(source: str, target: str) -> bool:
    short, long = sorted((len(source), len(target)))
    return long <= short * RATIO or long - short <= SLACK


def _columns(file: Path) -> list[Pair]:
    pairs = []
    for number, line in enumerate(_lines(file), start=1):
        columns = line.split("\t")
        if len(columns) != 2:
            raise Refused(
                f"{file}, line {number}: {len(columns)} columns where there should be 2, "
                f"a sentence and its translation with a tab between"
            )
        pairs.append((columns[0], columns[1]))
    return pairs


def _sides(source: Path, target: Path) -> list[Pair]:
    sources, targets = _lines(source), _lines(target)
    if len(sources) != len(targets):
        raise Refused(
            f"{source} has {len(sources)} lines and {target} {len(targets)}; "
            f"line n of one must be the translation of line n of the other"
        )
    return list(zip(sources, targets, strict=True))


def _lines(file: Path) -> list[str]:
    if not file.is_file():
        raise Refused(f"{file} is no file; name a text file with one sentence a line")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as undecodable:
        raise Refused(f"{file} is not UTF-8 text ({undecodable}); convert it") from undecodable
    # Not splitlines(): it also cuts at characters that stand inside sentences, such as U+2028.
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _tidied(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _named(corpus: Corpus) -> str:
    return ",".join(str(file) for file in corpus.files)
