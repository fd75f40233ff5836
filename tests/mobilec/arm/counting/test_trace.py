"""What the plugin writes is read back, and nothing is made of what is cut or of another form."""

import struct
from pathlib import Path

import numpy as np
import pytest

from exporters.errors import Refused
from mobilec.arm.counting import marks
from mobilec.arm.counting.trace import read_trace

ROOM = Path(marks.__file__).parent
SDOT, STP, BNE = 0x4E829420, 0xAD010440, 0x54000001
START = b"MOBC" + struct.pack("<I", 1)


def block(slot: int, address: int, *words: int) -> bytes:
    return b"B" + struct.pack(f"<IQQI{len(words)}I", slot, 0x1000, address, len(words), *words)


def mark(label: int, *ran: tuple[int, int]) -> bytes:
    return (
        b"M" + struct.pack("<II", label, len(ran)) + b"".join(struct.pack("<IQ", *r) for r in ran)
    )


WHOLE = (
    START
    + block(0, 0x7000, SDOT, SDOT, BNE)
    + mark(marks.Label.LOADS, (0, 1))
    + mark(marks.Label.LOADED, (0, 2))
    + block(1, 0x8000, STP)
    + mark(marks.Label.CALLS)
    + mark(marks.Label.CALLED, (0, 10), (1, 5))
    + b"P"
    + struct.pack("<I", 4)
    + b"maps"
    + b"E"
)


def written(folder: Path, data: bytes) -> Path:
    path = folder / "trace"
    path.write_bytes(data)
    return path


def test_counts_are_of_what_ran_between_two_marks(tmp_path: Path) -> None:
    trace = read_trace(written(tmp_path, WHOLE))
    (load,), (call,) = trace.loads, trace.calls
    assert trace.counts(load).instructions == 6
    counts = trace.counts(call)
    assert (counts.instructions, counts.dot, counts.branches, counts.stores) == (35, 20, 10, 5)
    assert counts.written_bytes == 5 * 32
    assert trace.maps == "maps"
    np.testing.assert_array_equal(trace.addresses, [0x7000, 0x8000])


@pytest.mark.parametrize("cut", [1, 3, 8, 30, 60])
def test_a_program_that_died_is_refused(tmp_path: Path, cut: int) -> None:
    with pytest.raises(Refused, match="died while it was counted"):
        read_trace(written(tmp_path, WHOLE[:-cut]))


def test_more_code_than_counters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="more code"):
        read_trace(written(tmp_path, WHOLE[:-1] + b"F"))


def test_another_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"form 2.*--count --again"):
        read_trace(written(tmp_path, b"MOBC" + struct.pack("<I", 2)))


def test_no_counts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="counted nothing"):
        read_trace(tmp_path / "absent")


def test_the_marks_are_the_same_on_all_sides() -> None:
    plugin = (ROOM / "plugin" / "count.c").read_text()
    assert f"#define PRCTL {marks.SYSTEM_CALL}\n" in plugin
    assert f"#define MARK {marks.OPTION:#x} " in plugin
    runner = (ROOM.parent / "runner" / "runner.cpp").read_text()
    assert f"{marks.OPTION:#x}L" in runner
    for label, name in zip(marks.Label, ("kLoads", "kLoaded", "kCalls", "kCalled"), strict=True):
        assert f"{name} = {label.value}" in runner
    labels = ", ".join(str(label.value) for label in marks.Label)
    for server in (
        ROOM.parent / "runner" / "onnx_server.py",
        ROOM.parents[2] / "benchmarks" / "arm_ctranslate2_server.py",
    ):
        source = server.read_text()
        assert f"_PRCTL, _MARK = {marks.SYSTEM_CALL}, 0x{marks.OPTION:X}" in source
        assert f"_LOADS, _LOADED, _CALLS, _CALLED = {labels}" in source
