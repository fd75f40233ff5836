"""A fresh checkpoint for each test that spoils one."""

import shutil
from pathlib import Path

import pytest

from tests.mobilec.checkpoint import making


@pytest.fixture(scope="session")
def saved_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound BERT classifier, made once. Nobody may write into it."""
    folder = tmp_path_factory.mktemp("saved") / "bert"
    making.bert(folder)
    return folder


@pytest.fixture
def bert(saved_bert: Path, tmp_path: Path) -> Path:
    """A copy of the sound BERT classifier, to be spoiled."""
    return Path(shutil.copytree(saved_bert, tmp_path / "bert"))
