from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.whole import folder
from exporters.whole.folder import built_beside, refuse_place


def test_the_folder_appears_when_the_block_ends(tmp_path: Path) -> None:
    with built_beside(tmp_path / "out", overwrite=False) as made:
        (made / "a").write_text("1")
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
    with built_beside(tmp_path / "out", overwrite=True) as made:
        (made / "b").write_text("new")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["b"]
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_overwrite_deletes_no_folder_that_is_not_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary").write_text("mine")
    with pytest.raises(Refused, match="not a bundle"), built_beside(tmp_path / "out", True):
        pytest.fail("was opened")
    assert (tmp_path / "out" / "diary").exists()


def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path: Path) -> None:
    _bundle(tmp_path / "elsewhere", "old")
    (tmp_path / "out").symlink_to("elsewhere")
    with built_beside(tmp_path / "out", overwrite=True) as made:
        (made / "b").write_text("new")
    assert not (tmp_path / "out").is_symlink()
    assert (tmp_path / "elsewhere" / "manifest.json").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["elsewhere", "out"]


@pytest.mark.parametrize("name", [".", ".."])
def test_a_folder_that_stands_is_no_name(tmp_path: Path, monkeypatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused, match="name one"):
        refuse_place(Path(name), overwrite=True)


def test_a_place_is_tried_and_nothing_left(tmp_path: Path) -> None:
    refuse_place(tmp_path / "deep" / "down" / "out", overwrite=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [("file/out", "is a file"), ("x" * 300, "name too long"), ("/proc/out", "cannot be written")],
)
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, place: str, words: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match=f"(?i){words}"):
        refuse_place(tmp_path / place, overwrite=False)


@pytest.mark.parametrize("can_exchange", [True, False])
def test_both_of_two_builders_end(tmp_path: Path, monkeypatch, can_exchange: bool) -> None:
    _cannot_exchange(monkeypatch, not can_exchange)
    _bundle(tmp_path / "out", "old")
    with built_beside(tmp_path / "out", True) as one, built_beside(tmp_path / "out", True) as two:
        (one / "manifest.json").write_text("1")
        (two / "manifest.json").write_text("2")
    assert (tmp_path / "out" / "manifest.json").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_who_comes_second_without_overwrite_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds something"), built_beside(tmp_path / "out", False):
        _bundle(tmp_path / "out", "of another")
    assert (tmp_path / "out" / "manifest.json").read_text() == "of another"


def test_a_place_that_is_taken_in_the_last_moment_is_taken_back(tmp_path: Path, monkeypatch):
    """Where names cannot be exchanged, another may put its own there between the two renames."""
    _cannot_exchange(monkeypatch, True)
    put_aside, taken = folder._put_aside, []

    def quicker(output: Path, old: Path) -> None:
        put_aside(output, old)
        if not taken:
            taken.append(output)
            _bundle(output, "of another")

    monkeypatch.setattr(folder, "_put_aside", quicker)
    _bundle(tmp_path / "out", "old")
    with built_beside(tmp_path / "out", True) as made:
        (made / "manifest.json").write_text("new")
    assert (tmp_path / "out" / "manifest.json").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def _cannot_exchange(monkeypatch, cannot: bool) -> None:
    if cannot:
        monkeypatch.setattr(folder, "exchanged", lambda one, other: False)


def _bundle(folder: Path, text: str) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text(text)
