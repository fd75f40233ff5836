"""Whole numbers, and what only looks like one."""

import pytest

from exporters.outside.number import whole


@pytest.mark.parametrize(
    ("said", "number"), [("0", 0), ("-12", -12), ("007", 7), ("9" * 18, 10**18 - 1)]
)
def test_a_number(said: str, number: int) -> None:
    assert whole(said) == number


@pytest.mark.parametrize(
    "said", [None, "", "-", "1.5", "²", "٣", "1e9", " 1", "1\n", "9" * 5000, "NaN"]
)
def test_no_number(said: str | None) -> None:
    assert whole(said) is None
