"""Items of lists, and numbers that begin none."""

import pytest

from exporters.text.items import begins_item, items


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("2. Close the door.", "en", [("2. ", "Close the door.")]),
        ("1. Eggs 2. Milk 3. Bread", "en", [("1. ", "Eggs "), ("2. ", "Milk "), ("3. ", "Bread")]),
        ("1) Eggs 2. Milk 3) Bread", "en", [("1) ", "Eggs 2. Milk 3) Bread")]),
        (" (2) x", None, [(" (2) ", "x")]),
        ("b) x", "en", [("b) ", "x")]),
        ("– x", "en", [("– ", "x")]),
        ("•\u00a0x", "en", [("•\u00a0", "x")]),
        ("3. Oktober", "deu_Latn", [("", "3. Oktober")]),
        ("3) Oktober", "de", [("3) ", "Oktober")]),
        ("1. Eier 2. Milch", "de", [("1. ", "Eier "), ("2. ", "Milch")]),
        ("3.5 is more", "en", [("", "3.5 is more")]),
        ("1.", "en", [("", "1.")]),
        ("2024. A year", "en", [("", "2024. A year")]),
        ("-x", "en", [("", "-x")]),
        ("", "en", [("", "")]),
    ],
)
def test_items(line: str, language: str | None, expected: list[tuple[str, str]]) -> None:
    found = list(items(line, language))
    assert found == expected
    assert "".join(mark + rest for mark, rest in found) == line


def test_a_line_that_begins_an_item() -> None:
    assert begins_item("3. Oktober") and begins_item("- x")
    assert not begins_item("x") and not begins_item("-")
