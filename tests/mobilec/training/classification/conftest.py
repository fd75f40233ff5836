"""Options of a run that ends in about a second."""

from dataclasses import replace
from pathlib import Path

import pytest

from mobilec.training.arithmetic import Arithmetic
from mobilec.training.classification.options import ClassificationOptions
from tests.mobilec.training.classification.tiny import write_checkpoint, write_data


@pytest.fixture
def options(tmp_path: Path) -> ClassificationOptions:
    """Six steps an epoch, two epochs, a checkpoint every four steps."""
    return ClassificationOptions(
        model=write_checkpoint(tmp_path / "model"),
        train=write_data(tmp_path / "train.tsv", rows=23, seed=1),
        dev=write_data(tmp_path / "dev.tsv", rows=12, seed=2),
        output=tmp_path / "trained",
        labels=("negative", "positive"),
        epochs=2,
        batch_size=4,
        save_steps=4,
        arithmetic=Arithmetic.FP32,
    )


@pytest.fixture
def longer(options: ClassificationOptions, tmp_path: Path) -> ClassificationOptions:
    """Enough steps at a high rate to learn the words."""
    train = write_data(tmp_path / "long.tsv", rows=200, seed=3)
    return replace(options, train=train, epochs=4, batch_size=8, learning_rate=5e-3, save_steps=500)
