"""Reads labelled sentences and plain text from a path that the user gives, and says what is wrong.

Two labelled forms, told apart by the file's name:

    .tsv            a header, then a row a line; columns ``sentence`` or ``text``, and ``label``, in
                    any order and among others; quotes are ordinary characters, as in GLUE
    .jsonl          an object a line: {"text": "...", "label": "..."}
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobilec.evaluation.lines import read_lines
from mobilec.evaluation.rows import Row, nonempty, read_rows

TEXT_COLUMNS = ("text", "sentence")
LABEL_COLUMN = "label"
PLAIN_SUFFIX = ".txt"


@dataclass(frozen=True)
class Example:
    """``label`` is an index; ``line`` is where the file says so, counted from 1."""

    text: str
    label: int
    line: int


def read_labelled(path: Path, labels: Sequence[str]) -> list[Example]:
    """All examples of a labelled file; a label is one of the names ``labels`` or its index."""
    examples = [Example(_text(row), _label(row, labels), row.line) for row in read_rows(path)]
    return nonempty(path, examples)


def read_texts(path: Path) -> list[str]:
    """The texts of a labelled file, or the lines of a .txt file (blank ones are skipped)."""
    if path.suffix.lower() == PLAIN_SUFFIX:
        return nonempty(path, [line.strip() for _, line in read_lines(path) if line.strip()])
    return nonempty(path, [_text(row) for row in read_rows(path)])


def _text(row: Row) -> str:
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


def _label(row: Row, labels: Sequence[str]) -> int:
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
