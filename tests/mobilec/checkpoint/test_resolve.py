"""A name becomes a folder, or one message that says why not."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from exporters.errors import Refused
from mobilec.checkpoint import resolve as module
from mobilec.checkpoint.hub import NotOnHub
from mobilec.checkpoint.resolve import Place, resolve


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "in-package"
    monkeypatch.setattr(module, "MODELS", {"sentiment-en": SimpleNamespace(folder=folder)})
    return folder


@pytest.fixture
def empty_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> Path:
        raise NotOnHub(f"no repository {name}")

    monkeypatch.setattr(module, "download_description", unknown)


def test_folder(tmp_path: Path) -> None:
    assert resolve(tmp_path) == Place(str(tmp_path), tmp_path, "folder")


def test_folder_comes_before_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "owner/name").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "download_description", lambda _: pytest.fail("asked the hub"))
    assert resolve("owner/name").origin == "folder"


def test_shipped_name_is_the_same_everywhere(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sentiment-en").mkdir()
    monkeypatch.chdir(tmp_path)
    assert resolve("sentiment-en") == Place("sentiment-en", shipped, "shipped")
    assert resolve("./sentiment-en").origin == "folder"


def test_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(Refused, match="model.safetensors is a file; a model is the folder"):
        resolve(tmp_path / "model.safetensors")


def test_path_that_is_absent_never_asks_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "download_description", lambda _: pytest.fail("asked the hub"))
    with pytest.raises(Refused, match=r"there is no folder \./gone, and it is not a hub id"):
        resolve("./gone")
    with pytest.raises(Refused, match="there is no folder owner/gone"):
        resolve(Path("owner/gone"))


@pytest.mark.usefixtures("empty_hub")
def test_unknown_name_suggests_the_nearest_shipped_one() -> None:
    with pytest.raises(Refused, match="no repository sentimnt-en; did you mean sentiment-en\\?"):
        resolve("sentimnt-en")
    with pytest.raises(
        Refused,
        match="no repository somebody/something; the models that have a name are sentiment-en",
    ):
        resolve("somebody/something")
