"""Reads labelled sentences and plain text from a path that the user gives, and says what is wrong.

Two labelled forms, told apart by the file's name:

    .tsv            a header, then a row a line; columns ``sentence`` or ``text``, and ``label``, in
                    any order and among others; quotes are ordinary characters, as in GLUE
    .jsonl          an object a line: {"text": "...", "label": "..."}
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from exporters.errors import Refused

TEXT_COLUMNS = ("text", "sentence")
LABEL_COLUMN = "label"
JSON_SUFFIX = ".jsonl"
TABLE_SUFFIX = ".tsv"
PLAIN_SUFFIX = ".txt"

BYTE_ORDER_MARK = "\ufeff"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Example:
    """``label`` is an index; ``line`` is where the file says so, counted from 1."""

    text: str
    label: int
    line: int


@dataclass(frozen=True)
class _Row:
    """One row of either labelled form, with the place to name when something is wrong with it."""

    path: Path
    line: int
    values: Mapping[str, object]

    def refused(self, complaint: str) -> Refused:
        return Refused(f"{self.path}, line {self.line}: {complaint}")


def read_labelled(path: Path, labels: Sequence[str]) -> list[Example]:
    """All examples of a labelled file; a label is one of the names ``labels`` or its index."""
    examples = [Example(_text(row), _label(row, labels), row.line) for row in _rows(path)]
    return _nonempty(path, examples)


def read_texts(path: Path) -> list[str]:
    """The texts of a labelled file, or the lines of a .txt file (blank ones are skipped)."""
    if path.suffix.lower() == PLAIN_SUFFIX:
        return _nonempty(path, [line.strip() for _, line in _lines(path) if line.strip()])
    return _nonempty(path, [_text(row) for row in _rows(path)])


def _rows(path: Path) -> Iterator[_Row]:
    suffix = path.suffix.lower()
    if suffix == JSON_SUFFIX:
        return _json_rows(path)
    if suffix == TABLE_SUFFIX:
        return _table_rows(path)
    raise Refused(
        f"{path}: data is read from .tsv and .jsonl files (text alone from .txt too), "
        f"and {suffix or 'a name without an ending'} is none of them; convert or rename it"
    )


def _table_rows(path: Path) -> Iterator[_Row]:
    lines = _lines(path)
    header = next(lines, (1, ""))[1].split("\t")
    for number, line in lines:
        cells = line.split("\t")
        row = _Row(path, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.refused(
                f"{len(cells)} columns, but the header has {len(header)} ({', '.join(header)}); "
                f"separate the columns by one tab and keep tabs out of the text"
            )
        yield row


def _json_rows(path: Path) -> Iterator[_Row]:
    for number, line in _lines(path):
        row = _Row(path, number, {})
        try:
            values = json.loads(line)
        except json.JSONDecodeError as broken:
            raise row.refused(f"no JSON ({broken}); write one object on each line") from broken
        if not isinstance(values, dict):
            raise row.refused('no JSON object; write {"text": "...", "label": "..."}')
        yield _Row(path, number, values)


def _text(row: _Row) -> str:
    present = [column for column in TEXT_COLUMNS if column in row.values]
    if len(present) != 1:
        raise row.refused(
            f"one column named {' or '.join(TEXT_COLUMNS)} is needed, and the columns are "
            f"{', '.join(row.values)}; rename the one that holds the text"
        )
    text = row.values[present[0]]
    if not isinstance(text, str) or not text.strip():
        raise row.refused(f"the text is {text!r}; write a text, or leave the line out")
    return text.strip()


def _label(row: _Row, labels: Sequence[str]) -> int:
    if LABEL_COLUMN not in row.values:
        raise row.refused(f"no column named {LABEL_COLUMN} among {', '.join(row.values)}; add it")
    label = row.values[LABEL_COLUMN]
    if isinstance(label, str) and label in labels:
        return list(labels).index(label)
    if not isinstance(label, bool) and str(label) in map(str, range(len(labels))):
        return int(str(label))
    raise row.refused(
        f"the label {label!r} is unknown; the labels are {', '.join(labels)}, "
        f"or 0 to {len(labels) - 1} in this order"
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines, from 1. Only a line feed ends one: str.splitlines would also cut at
    characters such as U+2028 that may stand inside a text."""
    try:
        lines = path.read_bytes().rstrip(b"\r\n").split(b"\n")
    except OSError as unreadable:
        raise Refused(
            f"{path} cannot be read ({unreadable.strerror}); check the path"
        ) from unreadable
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError as broken:
            raise Refused(
                f"{path}, line {number}: not UTF-8 ({broken.reason}); save the file as UTF-8"
            ) from broken
        yield number, text.removeprefix(BYTE_ORDER_MARK) if number == 1 else text


def _nonempty(path: Path, items: list[Item]) -> list[Item]:
    if not items:
        raise Refused(f"{path} holds no example; give a file with at least one")
    return items
