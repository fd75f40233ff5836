"""Lines of a console: ours, devicectl's, and how an app ended."""

import pytest

from mobilec.benchmarking.ios.console import (
    complains,
    death,
    finished,
    last_words,
    own,
    progress,
    why_failed,
)

PROGRESS = 'mobilec progress {"done":1,"total":4,"what":"loading"}\r\n'


def test_progress_with_the_ends_of_lines_of_a_console():
    said = progress(PROGRESS)
    assert said is not None and (said.share, said.what) == (0.25, "loading")
    assert progress("progress {}") is None
    assert own("Waiting for the application to terminate…") is None


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("mobilec finished 0 run.json\r\n", 0),
        ("mobilec finished 1 run.json", 1),
        ("mobilec finished 0 other.json", None),
        ("finished 0 run.json", None),
        ("mobilec finished", None),
    ],
)
def test_the_end_is_that_of_this_run(line, status):
    assert finished(line, "run.json") == status


def test_the_last_failure_is_why():
    lines = ["mobilec failed first", "failed other", "mobilec failed no such function"]
    assert why_failed(lines) == "no such function"
    assert why_failed(["mobilec finished 1 a"]) == ""


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("App terminated due to signal 9.", "signal 9 (the system ended it"),
        ("App terminated due to signal 99.", "signal 99"),
        ("The app terminated with the exit code 3", "exit code 3"),
        ("app terminated with exit code 0", "exit code 0"),
        ("Waiting for the application to terminate…", ""),
    ],
)
def test_how_an_app_ended(line, how):
    assert death(["something", line]).startswith(how)
    assert bool(death([line])) == bool(how)


def test_complaints_are_devicectls():
    assert complains(["Waiting", "ERROR: The application failed to launch."])
    assert not complains(["an ERROR: inside", "mobilec failed error: of the app"])


def test_last_words_are_no_progress():
    assert last_words([PROGRESS, " ", "Fatal error: index"]) == ("Fatal error: index",)
    assert len(last_words([f"line {n}" for n in range(50)])) == 12
