"""A wheel is fetched by pip alone, held against its hash, and never installed."""

import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from exporters.errors import Refused
from mobilec.fetching.pypi import Package, fetch, taken

NAME = "some_lib-3.1-py3-none-any.whl"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    file = tmp_path / "index" / NAME
    file.parent.mkdir()
    with zipfile.ZipFile(file, "w") as files:
        files.writestr("some_lib/data/model.onnx", b"model")
        files.writestr("some_lib/other/a-model.onnx", b"another")
        files.writestr("some_lib/a/twice.txt", b"1")
        files.writestr("some_lib/b/twice.txt", b"2")
    return file


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, wheel: Path) -> list[list[str]]:
    """pip's words; a stand-in that has one wheel."""
    seen: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        seen.append(command)
        if command[-1] != "some-lib==3.1":
            return SimpleNamespace(returncode=1, stderr="ERROR: No matching distribution found")
        folder = Path(command[command.index("--dest") + 1])
        (folder / NAME).write_bytes(wheel.read_bytes())
        return SimpleNamespace(returncode=0, stderr="")

    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_the_wheel_that_was_pinned_is_taken(
    asked: list[list[str]], wheel: Path, tmp_path: Path
) -> None:
    package = Package("some-lib", "3.1", sha256(wheel.read_bytes()).hexdigest())
    assert fetch(package, tmp_path) == tmp_path / NAME
    assert asked[0][1:4] == ["-m", "pip", "download"]
    assert {"--no-deps", "--only-binary"} <= set(asked[0])


def test_another_wheel_is_refused(asked: list[list[str]], tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"some-lib==3\.1 as pip fetched it has the sha256"):
        fetch(Package("some-lib", "3.1", "00"), tmp_path)


def test_what_the_index_lacks_is_named(asked: list[list[str]], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="could not fetch some-lib==9: ERROR: No matching"):
        fetch(Package("some-lib", "9", "00"), tmp_path)


def test_one_file_of_an_archive_is_taken_by_its_whole_name(wheel: Path, tmp_path: Path) -> None:
    assert taken(wheel, "model.onnx", tmp_path).read_bytes() == b"model"
    with pytest.raises(Refused, match="has 0 files absent.txt: none"):
        taken(wheel, "absent.txt", tmp_path)
    with pytest.raises(Refused, match="has 2 files twice.txt: some_lib/a/twice.txt"):
        taken(wheel, "twice.txt", tmp_path)


def test_a_wheel_of_another_platform_is_asked_for_by_its_words(
    asked: list[list[str]], wheel: Path, tmp_path: Path
) -> None:
    """Nothing of it is run, so it need not be of this one."""
    built_for = ("--platform", "manylinux2014_x86_64", "--abi", "abi3")
    digest = sha256(wheel.read_bytes()).hexdigest()
    package = Package("some-lib", "3.1", digest, tags="cp38-abi3-linux", built_for=built_for)
    assert package.file_name == "some_lib-3.1-cp38-abi3-linux.whl"
    with pytest.raises(Refused, match="pip could not fetch"):
        fetch(package, tmp_path)
    assert asked[0][-5:] == [*built_for, "some-lib==3.1"]
