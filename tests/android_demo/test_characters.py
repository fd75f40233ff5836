"""The tables of characters that the app carries are what the installed library does."""

import pytest

from tests.fixtures import unicode


@pytest.fixture(scope="module")
def made() -> str:
    return unicode.kotlin(unicode.tables())


def test_the_tables_are_those_of_the_library(made: str) -> None:
    assert unicode.KOTLIN.read_text("utf-8") == made


def test_another_library_would_be_seen(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """U+0378, which stands for nothing, taken for a space."""
    spaces = unicode._SETS["SPACE"]
    monkeypatch.setattr(unicode, "_SETS", {"SPACE": lambda: {*spaces(), 0x378}})
    monkeypatch.setattr(unicode, "_lower", lambda: "")
    assert unicode.tables()["SPACE"] not in made


def test_how_a_table_is_written() -> None:
    assert unicode.written([97, 98, 99]) == "2p.2"
    assert unicode.written([0, 2, 3, 40]) == "0 1.1 10"
