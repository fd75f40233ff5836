"""Lines of the log."""

import pytest

from mobilec.benchmarking.adb.crash import meaning, relevant
from mobilec.benchmarking.adb.log import Line, finished, parsed, ready

APP = "dev.mobilec.demo"


def test_a_line():
    assert parsed("I/mobilec ( 4242): progress {}\r\n") == Line("mobilec", 4242, "progress {}")
    assert parsed("--------- beginning of main") is None


def test_a_number_of_thousands_of_digits_is_none():
    assert parsed(f"I/mobilec ({'9' * 5000}): progress {{}}") is None
    assert finished(Line("mobilec", 1, f"finished {'9' * 5000} a.json"), "a.json") is None
    assert relevant([Line("x", 1, f"Start proc {'9' * 5000}:{APP}/u0")], APP) == ()


def test_the_end_of_one_output_and_no_other():
    line = Line("mobilec", 1, "finished 130 a.json")
    assert finished(line, "a.json") == 130
    assert finished(line, "b.json") is None
    assert finished(Line("other", 1, line.text), "a.json") is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Fatal signal 4 (SIGILL)", "--format onnx"),
        ("java.lang.OutOfMemoryError: Failed to allocate", "memory"),
        ("Fatal signal 11 (SIGSEGV), code 1", "the other engine"),
        ("java.lang.UnsatisfiedLinkError: dlopen failed", "--format"),
        ("something new", ""),
    ],
)
def test_what_is_known_of_an_end(line, said):
    assert said in meaning([line])
    assert bool(meaning([line])) == bool(said)


def test_the_folder_that_the_app_names():
    line = Line("mobilec", 1, "ready a-1 /storage/a folder/x")
    assert ready(line, "a-1") == "/storage/a folder/x"
    assert ready(line, "a") is None
    assert ready(Line("other", 1, line.text), "a-1") is None


def test_only_the_last_lines_are_shown():
    lines = [Line("mobilec", 1, "x"), *(Line("libc", 1, f"at {number}") for number in range(40))]
    assert relevant(lines, APP)[-1] == "libc: at 39"
    assert len(relevant(lines, APP)) == 12


OWN = (
    Line("mobilec", 4242, "progress {}"),
    Line("libc", 4242, "Fatal signal 11 (SIGSEGV), code 1 in tid 4260, pid 4242 (ev.mobilec.demo)"),
    Line("DEBUG", 900, "Build fingerprint: 'x/y'"),
    Line("DEBUG", 900, "pid: 4242, tid: 4260, name: engine  >>> dev.mobilec.demo <<<"),
    Line("DEBUG", 900, "#00 pc 0001 libexecutorch.so"),
    Line("ActivityManager", 1, "Process dev.mobilec.demo (pid 4242) has died: fg  TOP"),
)
OTHERS = (
    Line("AndroidRuntime", 77, "FATAL EXCEPTION: main"),
    Line("AndroidRuntime", 77, "Process: com.other, PID: 77"),
    Line("libc", 78, "Fatal signal 6 (SIGABRT), code -1 in tid 78 (other), pid 78 (other)"),
    Line("DEBUG", 901, "pid: 424, tid: 424, name: x  >>> dev.mobilec.demo2 <<<"),
    Line("DEBUG", 901, "signal 4 (SIGILL)"),
    Line("ActivityManager", 1, "Process dev.mobilec.demo.test (pid 9) has died"),
    Line("ActivityManager", 1, "Start proc 4242:dev.mobilec.demo/u0a99 for activity"),
    Line("ActivityManager", 1, "Force stopping dev.mobilec.demo appid=10099 user=-1: from pid 8"),
    Line(
        "ActivityManager", 1, "Killing 4200:dev.mobilec.demo/u0a99 (adj 0): stop dev.mobilec.demo"
    ),
)
"""Lines in the forms of AOSP: libc and AndroidRuntime have the number of the process that dies,
DEBUG that of crash_dump, ActivityManager that of the system."""


def test_the_lines_of_other_processes_say_nothing_of_the_app():
    assert relevant(OTHERS, APP) == ()
    mixed = [line for pair in zip(OWN, OTHERS, strict=False) for line in pair]
    assert relevant(mixed, APP) == tuple(f"{line.tag}: {line.text}" for line in OWN[1:])


def test_an_app_that_dies_before_its_first_word_is_known_by_its_name():
    died = [
        Line("AndroidRuntime", 500, "FATAL EXCEPTION: main"),
        Line("AndroidRuntime", 500, "Process: dev.mobilec.demo, PID: 500"),
    ]
    assert len(relevant(died, APP)) == 2
    assert relevant(died, "org.other") == ()


def test_an_end_by_low_memory():
    line = Line("lmkd", 300, "Kill 'dev.mobilec.demo' (4242), uid 10099, oom_score_adj 0")
    assert "memory free" in meaning(relevant([line], APP))
