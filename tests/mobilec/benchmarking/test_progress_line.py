"""Lines of progress among other lines."""

import pytest

from mobilec.benchmarking.progress_line import Told, told


def test_a_line():
    assert told('progress {"done": 5, "total": 20, "what": "timing"}\n') == Told(0.25, "timing")


def test_nothing_to_do_is_no_share():
    assert told('progress {"done": 0, "total": 0, "what": "loading"}') == Told(0.0, "loading")


@pytest.mark.parametrize(
    "line", ["", "progress", "progress {", 'progress {"done": 1}', "progress []", "another"]
)
def test_other_lines(line):
    assert told(line) is None
