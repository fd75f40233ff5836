"""Reads labelled sentences and plain text from a path that the user gives, and says what is wrong.

Two labelled forms, told apart by the file's name:

    .tsv            a header, then a row a line; columns ``sentence`` or ``text``, and ``label``, in
                    any order and among others; quotes are ordinary characters, as in GLUE
    .jsonl          an object a line: {"text": "...", "label": "..."}

A text is as it stands, also the spaces at its ends: a byte-level tokenizer gives them ids, and
`mobilec classify` and an app pass them on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobilec.evaluation.label_column import label_indices
from mobilec.evaluation.rows import Row, nonempty, read_lines, read_rows

TEXT_COLUMNS = ("text", "sentence")
PLAIN_SUFFIX = ".txt"


@dataclass(frozen=True)
class Example:
    """``label`` is an index; ``line`` is where the file says so, counted from 1."""

    text: str
    label: int
    line: int


def read_labelled(path: Path, labels: Sequence[str]) -> list[Example]:
    """All examples of a labelled file. ``labels``: the model's names, in the order of its logits.

    The labels of a file are all names or all indices, see ``mobilec.evaluation.label_column``.
    """
    rows = list(read_rows(path))
    indices = label_indices(rows, labels)
    examples = [Example(_text(row), at, row.line) for row, at in zip(rows, indices, strict=True)]
    return nonempty(path, examples)


def read_texts(path: Path) -> list[str]:
    """The texts of a labelled file, or the lines of a .txt file (blank ones are skipped)."""
    if path.suffix.lower() == PLAIN_SUFFIX:
        return nonempty(path, [line for _, line in read_lines(path) if line.strip()])
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
    return text
