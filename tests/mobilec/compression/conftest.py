"""Tiny checkpoints of the three kinds that every method must serve, and data that fits them."""

from pathlib import Path

import pytest
import yaml

from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.report import CompressResult
from tests import models, translation_models

WORDS = ("we", "go", "on", "up", "to", "an", "inn", "or", "ox", "at", "my", "so", "do", "in")
ROWS = 24


@pytest.fixture(scope="session")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.save("bert", tmp_path_factory.mktemp("dense") / "tiny-bert")


@pytest.fixture(scope="session")
def albert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.save("albert", tmp_path_factory.mktemp("dense") / "tiny-albert")


@pytest.fixture(scope="session")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return translation_models.save("marian", tmp_path_factory.mktemp("dense") / "tiny-marian")


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sentences of which the first word decides the label."""
    rows = (f"{' '.join(_words(row))}\t{WORDS.index(_words(row)[0]) % 3}\n" for row in range(ROWS))
    file = tmp_path_factory.mktemp("data") / "dev.tsv"
    file.write_text("sentence\tlabel\n" + "".join(rows))
    return file


@pytest.fixture(scope="session")
def parallel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sentences, and the same words in the other order."""
    rows = (f"{' '.join(_words(row))}\t{' '.join(_words(row)[::-1])}\n" for row in range(ROWS))
    file = tmp_path_factory.mktemp("data") / "dev.tsv"
    file.write_text("source\ttarget\n" + "".join(rows))
    return file


def _words(row: int) -> list[str]:
    return [WORDS[(row * 5 + place * (row % 3 + 1)) % len(WORDS)] for place in range(4 + row % 3)]


def written(folder: Path, *steps: dict[str, object]) -> Path:
    """A recipe of these steps as a file in ``folder``."""
    file = folder / "recipe.yaml"
    file.write_text(yaml.safe_dump(list(steps), sort_keys=False))
    return file


def made(model: Path, folder: Path, *steps: dict[str, object], **more: object) -> CompressResult:
    """The model by these steps, in ``folder / "small"`` unless ``output`` says otherwise."""
    options = {"output": folder / "small"} | more
    return compress(CompressOptions(str(model), written(folder, *steps), **options))
