"""The set-up: whole parts only, what is missing said, and the runner that ships is the one that was
built. Nothing is fetched here."""

import json
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.arm import runner_files, setup
from mobilec.arm.cache import default_cache, installed
from mobilec.fetching import debian
from mobilec.fetching.cache import Cache, size_bytes


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "arm64")


@pytest.fixture
def makers(monkeypatch: pytest.MonkeyPatch) -> dict:
    """Parts that write a file each, on a machine that is fit for them."""

    def maker(_, folder: Path, progress) -> str:
        progress.doing("writing")
        (folder / "file").write_text("1234")
        return "made"

    monkeypatch.setattr(setup, "is_native", lambda: False)
    monkeypatch.setattr(setup, "_refuse_other_machines", lambda: None)
    monkeypatch.setattr(setup, "_tried", lambda machine: "tried")
    parts = dict.fromkeys(setup.PARTS, maker)
    monkeypatch.setattr(setup, "_MAKERS", parts)
    return parts


def test_every_part_is_made_once(cache: Cache, makers: dict) -> None:
    first = setup.set_up(cache)
    assert first.sizes == dict.fromkeys(setup.PARTS, 4)
    assert first.notes[0] == "emulator: made"
    assert setup.set_up(cache).notes[0] == "emulator: was there"


def test_an_interrupted_set_up_goes_on_where_it_was(cache: Cache, makers: dict) -> None:
    made, whole = [], makers["wheels"]

    def interrupted(_, folder: Path, progress) -> str:
        (folder / "half").write_text("12")
        raise KeyboardInterrupt

    makers["wheels"] = interrupted
    with pytest.raises(KeyboardInterrupt):
        setup.set_up(cache)
    assert cache.has("userland")
    assert not cache.has("wheels")
    with pytest.raises(Refused, match="wheels, runner.*mobilec arm setup"):
        setup.emulator(cache)
    makers["wheels"] = whole
    makers["userland"] = lambda *_: made.append("again")
    setup.set_up(cache)
    assert not made
    assert not list(cache.folder.rglob("half"))
    assert size_bytes(cache.folder) == 16


def test_the_cache_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = default_cache().folder
    assert folder.is_relative_to(tmp_path / "mobilec")
    assert installed()["executorch"] in folder.name


def test_another_system_is_refused(monkeypatch: pytest.MonkeyPatch, cache: Cache) -> None:
    monkeypatch.setattr(setup, "is_native", lambda: False)
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(Refused, match="riscv64"):
        setup.set_up(cache)


def test_arm_itself_needs_nothing(monkeypatch: pytest.MonkeyPatch, cache: Cache) -> None:
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    assert "as they are" in setup.set_up(cache).notes[0]
    assert not cache.folder.exists()


def test_a_machine_without_apt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Refused, match=r"apt-get and dpkg-deb not found.*Debian"):
        debian.refuse_missing(setup._FROM_DEBIAN)


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)


@pytest.fixture
def shipped() -> dict:
    return json.loads((runner_files.PREBUILT / runner_files.RECORD).read_text())


def test_the_runner_that_ships_is_for_what_is_pinned(shipped: dict) -> None:
    pinned = (Path(__file__).parents[3] / "constraints.txt").read_text().splitlines()
    for name, version in shipped["versions"].items():
        assert f"{name}=={version}" in pinned


def test_without_a_compiler_the_runner_that_ships_is_taken(
    tmp_path: Path, no_compiler: None, shipped: dict
) -> None:
    origin = runner_files.place(tmp_path, shipped["versions"], tmp_path)
    assert "ships with mobilec" in origin
    assert (tmp_path / "runner").read_bytes()[:4] == b"\x7fELF"


def test_other_versions_need_the_compiler(tmp_path: Path, no_compiler: None, shipped: dict) -> None:
    others = shipped["versions"] | {"executorch": "9.9.9"}
    with pytest.raises(Refused, match=r"9\.9\.9.*g\+\+-aarch64-linux-gnu"):
        runner_files.place(tmp_path, others, tmp_path)


def test_a_changed_runner_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_compiler: None, shipped: dict
) -> None:
    damaged = tmp_path / "prebuilt"
    damaged.mkdir()
    for file in runner_files.PREBUILT.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    (damaged / "runner").write_bytes(b"\x7fELF and something else")
    monkeypatch.setattr(runner_files, "PREBUILT", damaged)
    with pytest.raises(Refused, match="is not the file that shipped"):
        runner_files.place(tmp_path, shipped["versions"], tmp_path / "out")
