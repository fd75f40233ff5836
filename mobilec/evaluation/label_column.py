"""The labels of a file: the names of a model's labels, or their indices, all of them alike.

Names may be numbers (stars from 1 to 5, classes of a data set), and indices are numbers too. What
a file means is decided once, for all its rows and in both forms alike: of {"label": 1} and of a
column in which 1 stands. Where both would fit and say different things, nobody guesses.
"""

from collections.abc import Sequence

from exporters.errors import Refused
from mobilec.evaluation.columns import LABEL_COLUMNS
from mobilec.evaluation.rows import Row

NAME, INDEX = "label_name", "label_index"
"""Columns of names and of indices; those of ``LABEL_COLUMNS`` are read as whichever they have."""


def label_indices(rows: Sequence[Row], labels: Sequence[str]) -> list[int]:
    """The index of each row's label. ``labels``: the names, by index."""
    if not rows:
        return []
    column = _column(rows[0])
    names = {name: index for index, name in enumerate(labels)}
    indices = {str(index): index for index in range(len(labels))}
    said = [_said(row, column) for row in rows]
    readings = {NAME: names, INDEX: indices}
    if column in readings:
        return _all(rows, said, readings[column], labels)
    as_names, as_indices = ([each.get(word) for word in said] for each in (names, indices))
    if None not in as_names and None not in as_indices and as_names != as_indices:
        raise _both(rows, said, labels, [a != b for a, b in zip(as_names, as_indices, strict=True)])
    # A file is of the kind of which it has more, so that the few others are named as wrong.
    more_names = as_names.count(None) <= as_indices.count(None)
    return _all(rows, said, names if more_names else indices, labels)


def _column(row: Row) -> str:
    found = [name for name in (*LABEL_COLUMNS, NAME, INDEX) if name in row.values]
    if len(found) > 1:
        raise row.refused(f"there are the columns {' and '.join(found)}; keep one of them")
    if not found:
        raise row.refused(
            f"no column named {LABEL_COLUMNS[0]} among {', '.join(row.values)}; add it"
        )
    return found[0]


def _said(row: Row, column: str) -> str:
    if column not in row.values:
        raise row.refused(f"no {column}, which other rows have; add it")
    value = row.values[column]
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value)
    raise row.refused(f"the label is {value!r}; write the name of a label, or its index")


def _all(
    rows: Sequence[Row], said: Sequence[str], reading: dict[str, int], labels: Sequence[str]
) -> list[int]:
    for row, word in zip(rows, said, strict=True):
        if word not in reading:
            raise row.refused(_unknown(word, reading, rows, said, labels))
    return [reading[word] for word in said]


def _unknown(
    word: str,
    reading: dict[str, int],
    rows: Sequence[Row],
    said: Sequence[str],
    labels: Sequence[str],
) -> str:
    known = f"the labels are {', '.join(labels)}, or 0 to {len(labels) - 1} in this order"
    elsewhere = [row.line for row, other in zip(rows, said, strict=True) if other in reading]
    other = word in labels or word in map(str, range(len(labels)))
    if not other or not elsewhere:
        return f"the label {word!r} is unknown; {known}"
    kinds = ("a name", "an index") if list(reading) == list(labels) else ("an index", "a name")
    return (
        f"the label {word!r} is {kinds[1]}, and that of line {elsewhere[0]} is {kinds[0]}; write "
        f"all of them in one way: {known}"
    )


def _both(
    rows: Sequence[Row], said: Sequence[str], labels: Sequence[str], differs: Sequence[bool]
) -> Refused:
    at = list(differs).index(True)
    index = int(said[at])
    return rows[at].refused(
        f"the label {said[at]!r} is the name of a label of this model and the index of another, "
        f"{labels[index]!r}, and so is every label of the file; rename the column to {NAME} or "
        f"to {INDEX}, whichever is meant (the labels are {', '.join(labels)}, from 0)"
    )
