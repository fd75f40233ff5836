"""Bars add up to what was measured."""

import pytest

from mobilec.reporting.charts.parts import memory, spent_ms, timing
from mobilec.reporting.entries import entries
from tests.mobilec.benchmarking.making import run, sentence


@pytest.mark.parametrize("translates", [False, True])
def test_the_parts_of_a_sentence_are_its_time(translates):
    found = sentence("middle", 10.0, 12.0, translates=translates)
    spent = spent_ms(found)
    assert sum(spent.values()) == pytest.approx(found.total_ms.statistics.mean, rel=1e-6)
    assert all(ms >= 0 for ms in spent.values())


def test_a_method_that_is_called_often_counts_often():
    found = sentence("middle", 10.0, 12.0, translates=True)
    decode = sum(found.methods["decode"].samples) / 2
    assert spent_ms(found)["decode"] == pytest.approx(decode)


def test_memory_is_what_was_added():
    parts = {part.name: part.value for part in memory(entries((run(),)))}
    assert parts == {"loaded": 10.0, "more at the peak": 11.0}


def test_nothing_is_drawn_of_what_was_not_measured():
    empty = entries((run(measured=None),))
    assert memory(empty) == timing(empty) == []
