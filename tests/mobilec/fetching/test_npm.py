"""An npm package is fetched whole, held against its hash, and unpacked without being installed."""

import io
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.fetching.npm import Package, fetch, unpack
from tests.mobilec.fetching.stand_in import npm_on_path


def archive(file: Path, files: dict[str, bytes]) -> Path:
    """A package of npm with these files."""
    with tarfile.open(file, "w:gz") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return file


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    folder.mkdir()
    archive(folder / "lib-3.1.tgz", {"android/libs/classes.jar": b"jar", "index.js": b"js"})
    return folder


def pinned(registry: Path) -> Package:
    content = (registry / "lib-3.1.tgz").read_bytes()
    return Package("lib", "3.1", sha256(content).hexdigest())


def test_the_files_of_a_folder_are_unpacked(tmp_path, monkeypatch, registry):
    said = npm_on_path(monkeypatch, tmp_path / "bin", registry)
    file = fetch(pinned(registry), tmp_path)
    unpack(file, "android/libs", tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").rglob("*")] == ["classes.jar"]
    assert "--ignore-scripts" in said.read_text()


def test_another_archive_is_refused(tmp_path, monkeypatch, registry):
    npm_on_path(monkeypatch, tmp_path / "bin", registry)
    package = pinned(registry)
    archive(registry / "lib-3.1.tgz", {"index.js": b"another"})
    with pytest.raises(Refused, match=r"lib@3\.1 as npm fetched it has the sha256"):
        fetch(package, tmp_path)


def test_what_the_registry_lacks_is_named(tmp_path, monkeypatch, registry):
    npm_on_path(monkeypatch, tmp_path / "bin", registry)
    with pytest.raises(Refused, match=r"could not fetch lib@9: npm error 404"):
        fetch(Package("lib", "9", "00"), tmp_path)


def test_a_machine_without_npm_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Refused, match=r"npm not found: lib@3"):
        fetch(Package("lib", "3", "00"), tmp_path)
