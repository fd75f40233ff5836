"""Reads sentences with their translations from a path that the user gives.

.tsv            a header with the columns ``source`` and ``target``, then a pair a line
.jsonl          an object a line: {"source": "...", "target": "..."}
dev.en,dev.de   two files with as many lines; line n of the second translates line n of the first
"""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.evaluation.lines import read_lines
from mobilec.evaluation.rows import (
    BETWEEN,
    JSON_SUFFIX,
    TABLE_SUFFIX,
    Row,
    nonempty,
    read_rows,
)

SOURCE, TARGET = "source", "target"


@dataclass(frozen=True)
class Pair:
    """``text`` and a human's translation of it. ``line``: where the file has it, from 1."""

    text: str
    reference: str
    line: int

    @property
    def asked(self) -> str:
        return self.text


def read_parallel(data: Path) -> list[Pair]:
    """All pairs of a file, or of two files of which each has one side."""
    if data.suffix.lower() in (TABLE_SUFFIX, JSON_SUFFIX):
        pairs = [Pair(_cell(row, SOURCE), _cell(row, TARGET), row.line) for row in read_rows(data)]
        return nonempty(data, pairs)
    first, between, second = str(data).partition(BETWEEN)
    if not between:
        raise Refused(
            f"{data}: sentences with translations are read from .tsv and .jsonl files, or from two "
            f"files with a sentence a line, given as FILE,FILE"
        )
    return _aligned(Path(first.strip()), Path(second.strip()))


def _aligned(source: Path, target: Path) -> list[Pair]:
    sources, targets = list(read_lines(source)), list(read_lines(target))
    if len(sources) != len(targets):
        raise Refused(
            f"{source} has {len(sources)} lines and {target} {len(targets)}: line n of one must "
            f"translate line n of the other"
        )
    pairs = []
    for (line, text), (_, reference) in zip(sources, targets, strict=True):
        for file, content in ((source, text), (target, reference)):
            _text(Row(file, line, {}), content)
        pairs.append(Pair(text.strip(), reference.strip(), line))
    return pairs


def _cell(row: Row, column: str) -> str:
    if column not in row.values:
        raise row.refused(
            f"no column named {column} among {', '.join(row.values)}; the columns {SOURCE} and "
            f"{TARGET} are needed"
        )
    return _text(row, row.values[column])


def _text(row: Row, content: object) -> str:
    if not isinstance(content, str) or not content.strip():
        raise row.refused(f"the text is {content!r}; write a text, or leave the line out")
    return content.strip()
