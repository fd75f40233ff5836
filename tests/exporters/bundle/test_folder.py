from pathlib import Path

import pytest

from exporters.bundle.folder import built_beside
from exporters.errors import Refused


def test_the_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    with built_beside(tmp_path / "out", overwrite=False) as folder:
        (folder / "a").write_text("1")
        assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.rglob("*")] == ["out", "a"]


def test_an_error_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), built_beside(tmp_path / "out", overwrite=False):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_the_old_bundle(tmp_path: Path) -> None:
    _bundle(tmp_path / "out", "old")
    with pytest.raises(ZeroDivisionError), built_beside(tmp_path / "out", overwrite=True):
        raise ZeroDivisionError
    assert (tmp_path / "out" / "manifest.json").read_text() == "old"


def test_overwrite_replaces_the_whole_bundle(tmp_path: Path) -> None:
    _bundle(tmp_path / "out", "old")
    with built_beside(tmp_path / "out", overwrite=True) as folder:
        (folder / "b").write_text("new")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["b"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_overwrite_deletes_no_folder_that_is_not_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary").write_text("mine")
    with pytest.raises(Refused, match="not a bundle"), built_beside(tmp_path / "out", True):
        pytest.fail("was opened")
    assert (tmp_path / "out" / "diary").exists()


def test_what_was_killed_between_its_renames_gets_its_old_bundle_back(tmp_path: Path) -> None:
    dead = 2**22 + 1  # beyond the largest process id of Linux
    _bundle(tmp_path / f".out.{dead}.partial.old", "old")
    with pytest.raises(Refused, match="holds something"), built_beside(tmp_path / "out", False):
        pytest.fail("was opened")
    assert (tmp_path / "out" / "manifest.json").read_text() == "old"


def _bundle(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
