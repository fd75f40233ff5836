"""Lines of the log."""

import pytest

from mobilec.benchmarking.adb.log import Line, finished, meaning, parsed, relevant


def test_a_line():
    assert parsed("I/mobilec ( 4242): progress {}\r\n") == Line("mobilec", 4242, "progress {}")
    assert parsed("--------- beginning of main") is None


def test_the_end_of_one_output_and_no_other():
    line = Line("mobilec", 1, "finished 130 a.json")
    assert finished(line, "a.json") == 130
    assert finished(line, "b.json") is None
    assert finished(Line("other", 1, line.text), "a.json") is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Fatal signal 4 (SIGILL)", "--engine onnx"),
        ("java.lang.OutOfMemoryError: Failed to allocate", "memory"),
        ("java.lang.UnsatisfiedLinkError: dlopen failed", "--engines"),
        ("something new", ""),
    ],
)
def test_what_is_known_of_an_end(line, said):
    assert said in meaning([line])
    assert bool(meaning([line])) == bool(said)


def test_only_the_last_lines_are_shown():
    lines = [Line("AndroidRuntime", 1, f"at {number}") for number in range(40)]
    assert relevant(lines)[-1] == "AndroidRuntime: at 39"
    assert len(relevant(lines)) == 12
