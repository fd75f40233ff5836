"""Whoever is interrupted leaves the old folder or the new one, and nothing beside it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from exporters.whole import begun, exchange, folder, lock

OURS = {module.__file__ for module in (begun, folder, lock, exchange)}
BETWEEN = {"begun", "_tidied", "_fresh"}
"""Lead to what works and do nothing themselves; a signal in the nanoseconds between two of their
steps leaves a folder that the next run tidies up, as after SIGKILL."""
MOST_LINES = 500


class Interrupted(BaseException):
    """As what a signal's handler raises."""


class _AtLine:
    """Interrupts at the n-th line of our own that is run; ``count``: of all that were."""

    def __init__(self, number: int) -> None:
        self.number, self.count = number, 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> "_AtLine | None":
        code = frame.f_code
        if code.co_filename not in OURS or code.co_name in BETWEEN:
            return None
        if event == "line":
            self.count += 1
            if self.count == self.number:
                raise Interrupted
        return self


def _interrupted(work: Callable[[], None], number: int) -> bool:
    """Whether ``work`` has so many lines that it was interrupted at one."""
    before, at = sys.gettrace(), _AtLine(number)
    sys.settrace(at)
    try:
        work()
    except Interrupted:
        return True
    finally:
        sys.settrace(before)
    return False


def _build(output: Path) -> None:
    with folder.built_beside(output, overwrite=True) as made:
        (made / "manifest.json").write_text("new")


@pytest.mark.parametrize("exchanges", [True, False])
@pytest.mark.parametrize("stands", [True, False])
def test_at_every_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands: bool, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(folder, "exchanged", lambda *_: False)
    found = set()
    for number in range(1, MOST_LINES):
        place = tmp_path / str(number)
        output = place / "out"
        place.mkdir()
        if stands:
            output.mkdir()
            (output / "manifest.json").write_text("old")
        if not _interrupted(lambda output=output: _build(output), number):
            break
        assert set(os.listdir(place)) <= {"out"}, f"line {number}"
        manifest = output / "manifest.json"
        assert manifest.is_file() or not (stands or output.exists()), f"line {number}"
        found.add(manifest.read_text() if manifest.is_file() else "")
    else:
        pytest.fail("it never came to its end")
    assert found == ({"old", "new"} if stands else {"", "new"})


@pytest.mark.parametrize("stands", [True, False])
def test_while_the_place_is_tried(tmp_path: Path, stands: bool) -> None:
    for number in range(1, MOST_LINES):
        place = tmp_path / str(number)
        place.mkdir()
        if stands:
            (place / "out").mkdir()
            (place / "out" / "manifest.json").write_text("old")
        tried = lambda place=place: folder.refuse_place(place / "out", overwrite=True)  # noqa: E731
        if not _interrupted(tried, number):
            return
        assert os.listdir(place) == (["out"] if stands else []), f"line {number}"
    pytest.fail("it never came to its end")
