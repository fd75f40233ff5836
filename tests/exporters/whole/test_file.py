from pathlib import Path

import pytest

from exporters.whole.file import write_whole


def test_a_file_stands_whole_with_the_folders_above_it(tmp_path: Path) -> None:
    write_whole("é", tmp_path / "a" / "b")
    write_whole(b"2", tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").read_bytes() == b"2"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b"]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    write_whole("1", tmp_path / "b")
    with pytest.raises(UnicodeEncodeError):
        write_whole("\ud800", tmp_path / "b")
    assert (tmp_path / "b").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["b"]
