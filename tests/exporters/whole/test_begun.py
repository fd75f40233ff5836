"""What processes leave that were killed, and what belongs to one that is still at work."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exporters.whole import folder, lock
from exporters.whole.begun import begun, clean_abandoned, old_of
from exporters.whole.folder import built_beside

FORK = multiprocessing.get_context("fork")
FILES = 20
KILLS = 40


def test_a_killed_process_of_the_same_number_blocks_nothing(tmp_path: Path) -> None:
    """In a container every run may be process 1: the number says nothing."""
    _killed(tmp_path, _half_built)
    assert len(list(tmp_path.iterdir())) == 2
    with built_beside(tmp_path / "out", False) as made:
        (made / "manifest.json").write_text("new")
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(("one", "other"), [("v1", "v1.2026"), ("out[1]", "out1"), ("a", "a.b")])
def test_what_a_neighbour_builds_stays(tmp_path: Path, one: str, other: str) -> None:
    for ours, theirs in ((one, other), (other, one)):
        with begun(tmp_path / theirs) as partial:
            partial.mkdir()
            clean_abandoned(tmp_path / ours)
            assert partial.is_dir()
            clean_abandoned(tmp_path / theirs)
            assert partial.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_of_a_name_with_brackets_is_found(tmp_path: Path) -> None:
    _killed(tmp_path, lambda place: _half_built(place.with_name("out[1]")))
    clean_abandoned(tmp_path / "out[1]")
    assert list(tmp_path.iterdir()) == []


def test_what_was_killed_between_its_renames_gets_its_old_one_back(tmp_path: Path) -> None:
    _bundle(tmp_path / "out", "old")
    _killed(tmp_path, _put_aside_only)
    assert not (tmp_path / "out").exists()
    clean_abandoned(tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_without_locks_nothing_is_taken_from_anybody(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    with begun(tmp_path / "out") as one, begun(tmp_path / "out") as other:
        one.mkdir()
        other.mkdir()
        clean_abandoned(tmp_path / "out")
        assert one.is_dir() and other.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_one_is_alone_and_the_next_is_told(tmp_path: Path) -> None:
    with lock.alone(tmp_path / "work") as first, lock.alone(tmp_path / "work") as second:
        assert first and not second
    with lock.alone(tmp_path / "work") as third:
        assert third
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("can_exchange", [True, False])
def test_kills_at_random_moments_leave_whole_outputs(tmp_path, monkeypatch, can_exchange) -> None:
    """Each either replaced the output or did not; the next run always works, and tidies up."""
    if not can_exchange:
        monkeypatch.setattr(folder, "exchanged", lambda one, other: False)
    out, chance = tmp_path / "out", random.Random(0)
    _build(out, 0)
    for number in range(1, KILLS + 1):
        builder = FORK.Process(target=_build, args=(out, number))
        builder.start()
        time.sleep(chance.uniform(0, 0.03))
        os.kill(builder.pid or 0, signal.SIGKILL)
        builder.join()
        clean_abandoned(out)
        texts = {file.read_text() for file in out.iterdir()}
        assert len(list(out.iterdir())) == FILES + 1 and len(texts) == 1
        assert [p.name for p in tmp_path.iterdir()] == ["out"]
    _build(out, -1)
    assert (out / "manifest.json").read_text() == "-1"


def _build(out: Path, number: int) -> None:
    with built_beside(out, overwrite=True) as made:
        for at in range(FILES):
            (made / str(at)).write_text(str(number))
        (made / "manifest.json").write_text(str(number))


def _half_built(place: Path) -> None:
    with begun(place) as partial:
        partial.mkdir()
        _die()


def _put_aside_only(place: Path) -> None:
    with begun(place) as partial:
        partial.mkdir()
        place.rename(old_of(partial))
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _killed(parent: Path, work: Callable[[Path], None]) -> None:
    process = FORK.Process(target=work, args=(parent / "out",))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _bundle(place: Path, text: str) -> None:
    place.mkdir()
    (place / "manifest.json").write_text(text)
