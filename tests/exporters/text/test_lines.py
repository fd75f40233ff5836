"""Lines that were wrapped."""

import pytest

from exporters.text.lines import joined_lines


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("I was\nborn in\r\nBonn.", "I was born in Bonn."),
        ("One\n\nTwo\nthree", "One\n\nTwo three"),
        ("One  \n  two", "One two"),
        ("One\n \ntwo", "One\n \ntwo"),
        ("To buy:\n- eggs\n- milk\n1. bread", "To buy:\n- eggs\n- milk\n1. bread"),
        ("今天\n天气很好", "今天天气很好"),
        ("今天\nOK", "今天 OK"),
        ("\na\n", "\na\n"),
        ("", ""),
    ],
)
def test_lines_are_joined(text: str, joined: str) -> None:
    assert joined_lines(text) == joined
