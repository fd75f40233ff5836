from pathlib import Path

import pytest

from exporters.whole.exchange import exchanged


def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    if not exchanged(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this disk cannot exchange names")
    assert (tmp_path / "one" / "file").read_text() == "other"
    assert (tmp_path / "other" / "file").read_text() == "one"


def test_one_that_is_missing_is_said(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    try:
        done = exchanged(tmp_path / "one", tmp_path / "other")
    except FileNotFoundError:
        return
    assert not done


def test_where_the_system_cannot_nothing_is_done(tmp_path: Path) -> None:
    assert not exchanged(Path("/proc/self"), Path("/proc/version"))
