"""Rows of a table or of objects, a row a line, and the place to name when one is wrong.

.tsv            a header, then a row a line; quotes are ordinary characters, as in GLUE
.jsonl          an object a line
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from exporters.errors import Refused
from exporters.outside.json_file import parse_json
from exporters.text.surrogates import refuse_surrogates
from mobilec.evaluation.lines import read_lines

JSON_SUFFIX = ".jsonl"
TABLE_SUFFIX = ".tsv"
BETWEEN = ","
"""Between two files with one side each that are typed as one word."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class Row:
    """One row of either form, with the place to name when something is wrong with it."""

    path: Path
    line: int
    values: Mapping[str, object]

    def refused(self, complaint: str) -> Refused:
        return Refused(f"{self.path}, line {self.line}: {complaint}")


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file, by its ending."""
    suffix = path.suffix.lower()
    if suffix == JSON_SUFFIX:
        return _json_rows(path)
    if suffix == TABLE_SUFFIX:
        return _table_rows(path)
    raise Refused(
        f"{path}: data is read from .tsv and .jsonl files (text alone from .txt too), "
        f"and {suffix or 'a name without an ending'} is none of them; convert or rename it"
    )


def _table_rows(path: Path) -> Iterator[Row]:
    lines = read_lines(path)
    header = next(lines, (1, ""))[1].split("\t")
    for number, line in lines:
        cells = line.split("\t")
        row = Row(path, number, dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.refused(
                f"{len(cells)} columns, but the header has {len(header)} ({', '.join(header)}); "
                f"separate the columns by one tab and keep tabs out of the text"
            )
        yield row


def _json_rows(path: Path) -> Iterator[Row]:
    for number, line in read_lines(path):
        row = Row(path, number, {})
        where = f"{path}, line {number}:"
        values = parse_json(line, where, "write one object on each line", lenient=True)
        if not isinstance(values, dict):
            raise row.refused('no JSON object; write {"name": "value", ...}')
        for name, value in values.items():
            if isinstance(value, str):
                refuse_surrogates(value, f"{path}, line {number}: {name!r}")
        yield Row(path, number, values)


def nonempty(path: Path, items: list[Item]) -> list[Item]:
    """``items``, if there are any."""
    if not items:
        raise Refused(f"{path} holds no example; give a file with at least one")
    return items


def data_name(data: Path | str) -> str:
    """What a user's data is called, without the folders where it lies."""
    return BETWEEN.join(Path(name).name for name in str(data).split(BETWEEN))
