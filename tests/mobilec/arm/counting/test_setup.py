"""What counts is kept whole or not at all, and what is missing or wrong is said."""

import os
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.arm.counting import qemu, setup
from mobilec.fetching.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "counting")


@pytest.fixture
def x86(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "is_native", lambda: False)


def program(path: Path, version: str, helped: str = "-plugin") -> Path:
    """A stand-in for an emulator."""
    path.parent.mkdir(parents=True, exist_ok=True)
    words = f'#!/bin/sh\ncase "$1" in --version) echo "{version}";; *) echo "{helped}";; esac\n'
    path.write_text(words)
    path.chmod(0o755)
    return path


def test_each_part_is_made_once_and_whole(
    cache: Cache, x86: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def build(folder: Path, progress) -> str:
        made.append("qemu")
        program(folder / qemu.PROGRAM, "qemu-aarch64 version 10.0.13")
        return "built"

    monkeypatch.setattr(qemu, "build", build)
    monkeypatch.setattr(setup, "compile_plugin", lambda _, library: library.write_text("plugin"))
    sizes, notes = setup.set_up(cache)
    assert set(sizes) == {setup.EMULATOR, setup.plugin_part()}
    assert notes[0] == f"{setup.EMULATOR}: built"
    assert setup.set_up(cache)[1][0] == f"{setup.EMULATOR}: was there"
    assert made == ["qemu"]
    assert setup.counting(cache).plugin.read_text() == "plugin"


def test_an_emulator_that_cannot_be_built_leaves_nothing(
    cache: Cache, x86: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(folder: Path, progress) -> str:
        (folder / "half").write_text("")
        raise Refused("ninja is missing")

    monkeypatch.setattr(qemu, "build", build)
    with pytest.raises(Refused, match="ninja"):
        setup.set_up(cache)
    assert not list(cache.folder.rglob("half"))
    with pytest.raises(Refused, match=r"qemu-trixie.*mobilec arm setup --count"):
        setup.counting(cache)


def test_missing_tools_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None if name == "ninja" else f"/bin/{name}")
    with pytest.raises(Refused, match=r"ninja is missing: apt-get install.*ninja-build"):
        qemu.refuse_unfit()


def test_missing_headers_are_named_where_they_cannot_be_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(qemu, "refuse_missing", lambda purpose: None)
    monkeypatch.setattr(qemu, "_has_glib", lambda: False)
    monkeypatch.setattr(qemu, "_codename", lambda: "noble")
    with pytest.raises(Refused, match="libglib2.0-dev"):
        qemu.refuse_unfit()


@pytest.mark.parametrize(
    ("version", "helped", "said"),
    [
        ("qemu-aarch64 version 7.2.19", "-plugin", r"7\.2\.19.*matrices \(SME's.*wrongly"),
        ("qemu-aarch64 version 10.0.13", "-cpu", "takes no plugins"),
        ("Segmentation fault", "-plugin", "does not start"),
    ],
)
def test_a_wrong_emulator_is_refused(tmp_path: Path, version: str, helped: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        setup.refuse_wrong(program(tmp_path / "qemu", version, helped))


def test_a_plugin_that_does_not_compile_is_said(tmp_path: Path) -> None:
    if not os.path.exists("/usr/bin/gcc"):
        pytest.skip("gcc is not here")
    with pytest.raises(Refused, match="could not be compiled.*"):
        setup.compile_plugin(tmp_path, tmp_path / "count.so")
    assert not (tmp_path / "count.so").exists()


def test_arm_itself_builds_nothing(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "is_native", lambda: True)
    assert "ARM64 itself" in setup.set_up(cache)[1][0]
    assert not cache.folder.exists()
    with pytest.raises(Refused, match="on Linux on x86_64"):
        setup.counting(cache)
