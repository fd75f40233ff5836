"""Reads labelled sentences and plain text from a path that the user gives, and says what is wrong.

Two labelled forms, told apart by the file's name:

    .tsv            a header, then a row a line; columns ``sentence`` or ``text``, and ``label``, in
                    any order; quotes are ordinary characters, as in GLUE
    .jsonl          an object a line: {"text": "...", "label": "..."}

A text and its pair stand in two columns: see ``mobilec.evaluation.columns``. A text is as it
stands, also the spaces at its ends: a byte-level tokenizer gives them ids, and `mobilec classify`
and an app pass them on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.text.encoder import Asked
from mobilec.evaluation.columns import Unclear, refuse_unread, text_columns
from mobilec.evaluation.label_column import label_indices
from mobilec.evaluation.lines import read_lines
from mobilec.evaluation.rows import Row, nonempty, read_rows

PLAIN_SUFFIX = ".txt"


@dataclass(frozen=True)
class Example:
    """``label`` is an index; ``line`` is where the file says so, counted from 1. ``pair``: the
    text beside ``text``, where the file has pairs."""

    text: str
    label: int
    line: int
    pair: str | None = None

    @property
    def asked(self) -> Asked:
        return self.text if self.pair is None else (self.text, self.pair)


def read_labelled(path: Path, labels: Sequence[str], pairs: bool | None = None) -> list[Example]:
    """All examples of a labelled file. ``labels``: the model's names, in the order of its logits.
    ``pairs``: whether each must have a pair, or must have none; None takes a file of either.

    The labels of a file are all names or all indices, see ``mobilec.evaluation.label_column``.
    """
    rows = list(read_rows(path))
    texts = [_texts(row) for row in rows]
    for row, (_, pair) in zip(rows, texts, strict=True):
        _refuse_other(row, pair is not None, texts[0][1] is not None, pairs)
    indices = label_indices(rows, labels)
    examples = [
        Example(text, at, row.line, pair)
        for row, at, (text, pair) in zip(rows, indices, texts, strict=True)
    ]
    return nonempty(path, examples)


def read_texts(path: Path, pairs: bool | None = None) -> list[Asked]:
    """The texts of a labelled file, or the lines of a .txt file (blank ones are skipped).
    ``pairs``: as ``read_labelled`` has it."""
    if path.suffix.lower() == PLAIN_SUFFIX:
        if pairs:
            raise Refused(
                f"{path}: pairs of texts are read from .tsv and .jsonl files; convert or rename it"
            )
        return nonempty(path, [line for _, line in read_lines(path) if line.strip()])
    found: list[Asked] = []
    for row in read_rows(path):
        text, pair = _texts(row)
        found.append(text if pair is None else (text, pair))
        _refuse_other(row, pair is not None, not isinstance(found[0], str), pairs)
    return nonempty(path, found)


def has_pairs(path: Path) -> bool:
    """Whether the rows of a file are pairs, by its first."""
    if path.suffix.lower() == PLAIN_SUFFIX:
        return False
    row = next(read_rows(path), None)
    return row is not None and _texts(row)[1] is not None


def refuse_other_kind(train: Asked, dev: Asked) -> None:
    """Refuses to learn from pairs and to measure on texts alone, or the reverse, by the first of
    each."""
    kinds = ["a text alone" if isinstance(asked, str) else "a pair" for asked in (train, dev)]
    if kinds[0] != kinds[1]:
        raise Refused(
            f"an example to learn from is {kinds[0]}, and one to measure on is {kinds[1]}; give "
            f"files of one kind"
        )


def _texts(row: Row) -> tuple[str, str | None]:
    """The text and its pair; None where the row has none."""
    try:
        columns = text_columns(row.values)
        refuse_unread(row.values, columns)
    except Unclear as unclear:
        raise row.refused(str(unclear)) from unclear
    texts = []
    for column in columns:
        text = row.values[column]
        if not isinstance(text, str) or not text.strip():
            raise row.refused(f"the {column} is {text!r}; write a text, or leave the line out")
        texts.append(text)
    return texts[0], texts[1] if len(texts) > 1 else None


def _refuse_other(row: Row, has: bool, first_has: bool, wanted: bool | None) -> None:
    """Whether a row has a pair as the model, or the first row, wants it."""
    if wanted is not None and has != wanted:
        reads = "pairs of texts" if wanted else "one text at a time"
        there = "two columns with text" if has else "one column with text"
        raise row.refused(
            f"the model reads {reads}, and there is {there} ({', '.join(row.values)}); give other "
            f"data, or export the model {'without' if wanted else 'with'} --pairs"
        )
    if has != first_has:
        raise row.refused("some rows have a pair and some have none; make two files of them")
