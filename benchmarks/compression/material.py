"""The parts of a data folder that every variant sees: drawn once, the same for all of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mobilec.evaluation.lines import read_lines

EVERY = 5
"""Each fifth pair of Tatoeba's test text is translated: all would take longer than training."""
GLANCE = 64
"""Examples that the step measures itself on: it has one state, its last, so they choose nothing."""
_SEED = 0


@dataclass(frozen=True)
class Material:
    """``corpus``: the whole training text in a drawn order, of which words are counted and whose
    first texts calibrate. ``train``: its beginning, each example once. ``glance``: what the step
    is told to measure itself on. ``test``: what figures are taken on, ``rows`` of them.
    """

    corpus: Path
    train: Path
    glance: Path
    test: Path
    rows: int


def sentiment_material(data: Path, folder: Path, examples: int) -> Material:
    """SST-2 in GLUE's form: ``data``/train.tsv and dev.tsv, whose 872 rows are the test part."""
    header, *rows = _lines(data / "train.tsv")
    test = data / "dev.tsv"
    return _drawn(header, rows, folder, examples, test, len(_lines(test)) - 1)


def translation_material(data: Path, folder: Path, examples: int) -> Material:
    """Tatoeba: ``data``/train.tsv has a pair a line, test.en and test.de are aligned."""
    files = [folder / f"test.{side}" for side in ("en", "de")]
    for file in files:
        _write(file, _lines(data / file.name)[::EVERY])
    test, pairs = Path(",".join(map(str, files))), _lines(data / "train.tsv")
    return _drawn("source\ttarget", pairs, folder, examples, test, len(_lines(files[0])))


def _drawn(
    header: str, rows: Sequence[str], folder: Path, examples: int, test: Path, count: int
) -> Material:
    if examples > len(rows):
        raise ValueError(f"{examples} examples were asked for, and there are {len(rows)}")
    drawn = random.Random(_SEED).sample(rows, len(rows))
    made = Material(folder / "corpus.tsv", folder / "train.tsv", folder / "glance.tsv", test, count)
    _write(made.corpus, [header, *drawn])
    _write(made.train, [header, *drawn[:examples]])
    _write(made.glance, [header, *drawn[:GLANCE]])
    return made


def _lines(file: Path) -> list[str]:
    return [line for _, line in read_lines(file)]


def _write(file: Path, lines: Sequence[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
