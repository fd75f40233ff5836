"""Examples from a file of the user's or from a data set of the `datasets` library."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.text.encoder import Asked
from mobilec.evaluation.columns import Unclear, refuse_unread, text_columns
from mobilec.evaluation.data import read_labelled
from mobilec.evaluation.parallel import read_parallel
from mobilec.evaluation.rows import BETWEEN, data_name
from mobilec.tasks.registry import task_of

TRAIN, DEV = "train", "validation"
"""Parts of a data set that are meant where none is named."""
_PART, _CONFIG = "@", ":"


@dataclass(frozen=True)
class Example:
    """``answer``: the index of a label, or a translation. ``pair``: the text beside ``text``,
    where pairs are labelled."""

    text: str
    answer: int | str
    pair: str | None = None

    @property
    def asked(self) -> Asked:
        return self.text if self.pair is None else (self.text, self.pair)


@dataclass(frozen=True)
class Reading:
    """Whom the examples are for. ``labels``: of a classifier. ``languages``: of a translator, as
    columns of a data set may be named; None where it has no names for them."""

    task: str
    labels: tuple[str, ...] = ()
    languages: tuple[str | None, str | None] = (None, None)


@dataclass(frozen=True)
class Kind:
    """How the examples of a task come out of a file, and out of the rows of a data set."""

    of_file: Callable[[Path, Reading], list[Example]]
    of_rows: Callable[[Any, str, Reading], Iterator[Example]]


def read_examples(where: str, part: str, reading: Reading) -> list[Example]:
    """``where``: a file (two with a comma for a translator), or ``ID[:CONFIG][@PART]`` of a data
    set on the hub or in a folder. Refused: what is neither, and what does not fit the task."""
    kind: Kind = task_of(reading.task).examples()
    if _is_file(where):
        return kind.of_file(Path(where), reading)
    examples = list(kind.of_rows(_loaded(where, part), where, reading))
    if not examples:
        raise Refused(f"the data set {where} has no example; give one with at least one")
    return examples


def source_name(where: str) -> str:
    """What data is called: without the folders where it lies, if it lies on this machine."""
    return data_name(where) if Path(where.split(BETWEEN)[0]).exists() else where


def _is_file(where: str) -> bool:
    return Path(where.split(BETWEEN)[0]).is_file()


def _loaded(where: str, part: str) -> Any:
    name, _, asked = where.partition(_PART)
    name, _, config = name.partition(_CONFIG)
    try:
        from datasets import load_dataset
    except ModuleNotFoundError as missing:
        raise Refused(
            f"{where} is no file; a data set of the hub needs the package datasets: "
            f"pip install 'mobilec[train]'"
        ) from missing
    try:
        return load_dataset(name, config or None, split=asked or part)
    except Exception as unknown:  # of the hub, of the network, of many file formats
        reason = " ".join(str(unknown).split())
        raise Refused(
            f"{where} is no file, and no data set that can be read either: {reason}. Data is a "
            f".tsv or .jsonl file, two aligned files with a comma, or ID[:CONFIG][@PART]"
        ) from unknown


def _labelled_file(file: Path, reading: Reading) -> list[Example]:
    found = read_labelled(file, reading.labels)
    return [Example(each.text, each.label, each.pair) for each in found]


def _labelled(rows: Any, where: str, reading: Reading) -> Iterator[Example]:
    if "label" not in rows.column_names:
        raise Refused(
            f"the data set {where} has the columns {', '.join(rows.column_names)}; one named label "
            f"is needed"
        )
    for row in rows:
        try:
            columns = text_columns(rows.column_names)
            refuse_unread(row, columns)
        except Unclear as unclear:
            raise Refused(f"the data set {where}: {unclear}") from unclear
        text, *pair = (str(row[column]) for column in columns)
        answer = _label(row["label"], reading.labels, where)
        yield Example(text, answer, pair[0] if pair else None)


def _label(label: Any, labels: Sequence[str], where: str) -> int:
    if isinstance(label, str) and label in labels:
        return labels.index(label)
    if isinstance(label, int) and 0 <= label < len(labels):
        return label
    raise Refused(
        f"the data set {where} has the label {label!r}; the model's are {', '.join(labels)}, or 0 "
        f"to {len(labels) - 1}"
    )


def _pair_file(file: Path, reading: Reading) -> list[Example]:  # noqa: ARG001
    return [Example(pair.text, pair.reference) for pair in read_parallel(file)]


def _pairs(rows: Any, where: str, reading: Reading) -> Iterator[Example]:
    columns = _columns(rows, where, reading)
    for row in rows:
        held: Mapping[str, str] = row.get("translation", row)
        source, target = (str(held[column]) for column in columns)
        yield Example(source, target)


def _columns(rows: Any, where: str, reading: Reading) -> tuple[str, str]:
    """``source`` and ``target``, or the two languages, as columns or inside ``translation``."""
    nested = "translation" in rows.column_names
    names = list(rows[0]["translation"]) if nested else rows.column_names
    source, target = reading.languages
    for pair in (("source", "target"), (source, target)):
        if all(name in names for name in pair):
            return str(pair[0]), str(pair[1])
    raise Refused(
        f"the data set {where} has the columns {', '.join(names)}; source and target are needed, "
        f"or the languages of the model ({source}, {target})"
    )


LABELLED = Kind(_labelled_file, _labelled)
PAIRS = Kind(_pair_file, _pairs)
