"""Which core a thread is on and how fast that is, by files as Linux has them."""

import os
from pathlib import Path

import pytest

from mobilec.benchmarking.clocks import Clocked, CoreKind, Look, clocked
from mobilec.benchmarking.host.cores import Cores
from mobilec.benchmarking.host.machine import alive_ms
from mobilec.benchmarking.host.memory import pages


@pytest.fixture
def cpus(tmp_path: Path) -> Path:
    """Two cores of one kind and one of another; a fourth is switched off."""
    folder = tmp_path / "cpu"
    for number, (most, now) in {
        0: (1800000, 1056000),
        1: (1800000, 1800000),
        10: (2850000, 2419200),
    }.items():
        (folder / f"cpu{number}" / "cpufreq").mkdir(parents=True)
        (folder / f"cpu{number}" / "cpufreq" / "cpuinfo_max_freq").write_text(f"{most}\n")
        (folder / f"cpu{number}" / "cpufreq" / "scaling_cur_freq").write_text(f"{now}\n")
    for other in ("cpu3", "cpufreq", "cpuidle"):
        (folder / other).mkdir()
    return folder


@pytest.fixture
def thread(tmp_path: Path) -> Path:
    """The fields of proc(5) by their numbers, the core among them."""
    return tmp_path / "stat"


def on(thread: Path, core: int) -> None:
    fields = ["S", *map(str, range(4, 53))]
    fields[39 - 3] = str(core)
    thread.write_text(f"77 (a name) with (brackets) {' '.join(fields)}\n")


def test_kinds_are_told_by_their_largest_frequency(cpus, thread):
    assert Cores(cpus, thread).kinds() == (CoreKind(1, 2850.0), CoreKind(2, 1800.0))


def test_a_look_finds_the_core_and_its_frequency_now(cpus, thread):
    cores = Cores(cpus, thread)
    on(thread, 10)
    assert cores.look() == Look(2850.0, 2419.2)
    on(thread, 0)
    assert cores.look() == Look(1800.0, 1056.0)
    (cpus / "cpu0/cpufreq/scaling_cur_freq").unlink()
    assert cores.look() == Look(1800.0, None)


def test_what_the_system_does_not_say_is_not_guessed(cpus, thread, tmp_path):
    assert Cores(cpus, thread).look() is None
    on(thread, 3)
    assert Cores(cpus, thread).look() is None
    on(thread, 0)
    nothing = Cores(tmp_path / "none", thread)
    assert (nothing.kinds(), nothing.look()) == (None, None)


def test_looks_are_counted_by_kind():
    looks = [Look(1800.0, 900.0), Look(2850.0, 2850.0), Look(1800.0, None), Look(1800.0, 1800.0)]
    assert clocked(looks) == (Clocked(2850.0, 1, (2850.0,)), Clocked(1800.0, 3, (900.0, 1800.0)))


def test_this_thread_is_on_a_core_that_there_is():
    fields = Path("/proc/thread-self/stat").read_text().rpartition(")")[2].split()
    assert int(fields[36]) in os.sched_getaffinity(0)


def test_a_process_knows_its_age(tmp_path):
    before = alive_ms()
    assert before is not None and 0 < before < alive_ms()
    assert alive_ms(tmp_path / "none") is None


def test_a_system_without_a_rollup(tmp_path):
    assert pages(tmp_path / "none") is None
    (tmp_path / "rollup").write_text("00400000-7ffd [rollup]\nPss:  12 kB\nPrivate_Dirty:  3 kB\n")
    found = pages(tmp_path / "rollup")
    assert found is not None
    assert (found.pss_bytes, found.private_dirty_bytes) == (12288, 3072)
    assert found.private_clean_bytes is None
