"""Numbers as people read them."""

import pytest

from mobilec.reporting.words import megabytes, milliseconds, number, percent


@pytest.mark.parametrize(
    ("value", "said"),
    [(1.234, "1.23"), (12.34, "12.3"), (123.4, "123"), (0.0, "0.00"), (None, "–")],
)
def test_milliseconds(value, said):
    assert milliseconds(value) == said


def test_others():
    assert megabytes(6_204_416) == "6.2"
    assert megabytes(861_000_000) == "861"
    assert percent(0.123) == "12.3 %"
    assert (number(0.8911), number(45.62), number(None)) == ("0.8911", "45.62", "–")
