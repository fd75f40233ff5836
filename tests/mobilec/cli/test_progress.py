"""Who watches: nobody for short work, lines in a pipe, bars on a terminal."""

import io
import sys
import warnings

from rich.console import Console

from mobilec.cli import progress
from mobilec.cli.progress import Bars, Lines, watched


def lines(times: list[float]) -> tuple[Lines, io.StringIO]:
    """Lines whose clock reads the given times one after the other."""
    written = io.StringIO()
    return Lines(Console(file=written), clock=iter(times).__next__), written


def test_short_work_is_silent():
    watcher, written = lines([0.0, 0.1, 0.2, 0.3, 0.3])
    with watcher.stage("loading"):
        watcher.doing("weights")
    assert written.getvalue() == ""


def test_long_work_says_what_it_does_and_how_long_it_took():
    watcher, written = lines([0.0, 1.0, 5.0, 9.0, 9.0])
    with watcher.stage("lowering"):
        watcher.doing("delegating [all]")
    assert written.getvalue() == "  delegating [all]\nlowering: 8.0 s\n"


def test_bars_appear_late_and_tell_the_stage(monkeypatch):
    monkeypatch.setattr(progress, "SHOWN_AFTER_S", -1.0)
    written = io.StringIO()
    with Bars(Console(file=written, force_terminal=True, width=100)) as bars:
        with bars.stage("lowering"), bars.stage("to ONNX"):
            bars.doing("tracing")
    rows = written.getvalue().splitlines()[-4:-1]
    assert all(
        f"{name} " in row for name, row in zip(["starting", "lowering", "ONNX"], rows, strict=True)
    )
    assert all("0.0 s" in row for row in rows)


def test_bars_of_short_work_stay_away():
    written = io.StringIO()
    with Bars(Console(file=written, force_terminal=True)) as bars:
        with bars.stage("lowering"):
            bars.doing("tracing")
    assert "lowering" not in written.getvalue()


def test_bars_take_work_that_has_no_stage():
    with Bars(Console(file=io.StringIO(), force_terminal=True)) as bars:
        bars.doing("something")


def test_what_libraries_print_stays_off_stdout(capsys, recwarn):
    with watched():
        print("a library says hello", file=sys.stdout)  # noqa: T201 - as a library would
        warnings.warn("and warns", stacklevel=1)
    out, err = capsys.readouterr()
    assert (out, err) == ("", "a library says hello\n")
    assert not recwarn.list


def test_the_end_tells_the_seconds(capsys, monkeypatch):
    monkeypatch.setattr(progress, "SHOWN_AFTER_S", -1.0)
    with watched():
        pass
    assert capsys.readouterr().err == "took 0.0 s\n"


def test_browsers_are_lines_where_nobody_draws():
    said, out = lines([0.0])
    said.opened("http://localhost:8427/t/", ("a hint",))
    for share in (0.0, 0.04, 0.11, 0.15, 0.21):
        said.heard("1: Chrome", share, "timing")
    said.heard("2: Firefox", 0.0, "is here")
    said.ended("1: Chrome", "measured tiny")
    assert out.getvalue().splitlines() == [
        "open http://localhost:8427/t/",
        "  a hint",
        "1: Chrome: timing, 0%",
        "1: Chrome: timing, 11%",
        "1: Chrome: timing, 21%",
        "2: Firefox: is here, 0%",
        "1: Chrome: measured tiny, all done",
    ]


def test_browsers_are_rows_on_a_terminal():
    out = io.StringIO()
    with Bars(Console(file=out, force_terminal=True, width=120)) as bars:
        bars.opened("http://192.168.1.7:8427/t/", ())
        bars.heard("1: Chrome", 0.25, "timing")
        bars.heard("2: Firefox", 0.5, "loading")
        bars.heard("1: Chrome", 0.5, "timing")
        rows = {task.description: task for task in bars._bars.tasks}
        assert rows["1: Chrome"].completed == 0.5 and rows["2: Firefox"].completed == 0.5
        bars.ended("1: Chrome", "measured tiny")
        assert rows["1: Chrome"].finished and not rows["2: Firefox"].finished
    assert "\u2580" in out.getvalue(), "a code for cameras"


def test_an_address_of_this_machine_has_no_code():
    out = io.StringIO()
    with Bars(Console(file=out, force_terminal=True, width=120)) as bars:
        bars.opened("http://localhost:8427/t/", ())
    assert "\u2580" not in out.getvalue()
