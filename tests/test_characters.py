"""The tables of characters that the apps carry are what the installed library does."""

import unicodedata
from pathlib import Path

import pytest
from tokenizers import normalizers

from exporters.text.characters import has_letter, letters, script_of
from tests.fixtures import normalization, scripts, unicode


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """Table to its text: every character is asked of the library, which takes a minute."""
    return unicode.tables()


@pytest.mark.parametrize("language", ["kotlin", "swift", "typescript"])
def test_the_tables_are_those_of_the_library(made: dict[str, str], language: str) -> None:
    file: Path = getattr(unicode, language.upper())
    assert file.read_text("utf-8") == getattr(unicode, language)(made)


def test_another_library_would_be_seen(
    made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """U+0378, which stands for nothing, taken for a space."""
    spaces = unicode._SETS["SPACE"]
    monkeypatch.setattr(unicode, "_SETS", {"SPACE": lambda: {*spaces(), 0x378}})
    monkeypatch.setattr(unicode, "_lower", lambda: "")
    assert unicode.tables()["SPACE"] != made["SPACE"]


def test_how_a_table_is_written() -> None:
    assert unicode.written([97, 98, 99]) == "2p.2"
    assert unicode.written([0, 2, 3, 40]) == "0 1.1 10"


def test_the_tables_of_normalization_are_those_of_the_library() -> None:
    for file, text in normalization.swift(normalization.tables()).items():
        assert file.read_text("utf-8") == text


def test_how_a_decomposition_is_written() -> None:
    """b becomes x y, c becomes x z; f becomes w."""
    assert normalization._decompositions({98: "xy", 99: "xz", 102: "w"}) == "2q.1.3c.3d 2.0.3b"


def test_the_library_orders_marks_by_the_classes_of_python() -> None:
    marks = [c for c in sorted(unicode.normalized()) if unicodedata.combining(chr(c))]
    one_of_each = {unicodedata.combining(chr(c)): chr(c) for c in marks}
    apart = normalizers.NFD()
    simple = [c for c in marks if apart.normalize_str(chr(c)) == chr(c)]
    assert len(simple) > 600
    for mark in map(chr, simple):
        own = unicodedata.combining(mark)
        for other, sample in one_of_each.items():
            if apart.normalize_str(sample) == sample:
                changes = apart.normalize_str(sample + mark) == mark + sample != sample + mark
                assert changes == (own < other), (hex(ord(mark)), own, other)


def test_the_tables_of_letters_are_those_of_the_package() -> None:
    for file, text in scripts.files().items():
        assert file.read_text("utf-8") == text, file


def test_letters_are_what_python_takes_for_them() -> None:
    """Python knows an older Unicode, and letters of several scripts are none here."""
    own = {c for c in unicode.EVERY if unicodedata.category(chr(c)).startswith("L")}
    mathematical = set(range(0x1D400, 0x1D800))
    shared = {c for c in own - mathematical if c not in letters()}
    assert len(own) > 130_000
    assert len(shared) < 200
    assert {ord(char) for char in "µーʹℝ"} <= shared
    assert not {c for c in letters() - own if unicodedata.category(chr(c)) != "Cn"}


def test_scripts_are_named_as_the_names_of_letters_say() -> None:
    names = {
        "Latn": "LATIN ",
        "Cyrl": "CYRILLIC ",
        "Grek": "GREEK ",
        "Hani": "CJK ",
        "Thai": "THAI ",
    }
    for script, name in names.items():
        named = [c for c in letters((script,)) if unicodedata.name(chr(c), "").startswith(name)]
        assert len(named) > 0.6 * len(letters((script,)))
        assert all(script_of(chr(c)) == script for c in named)
    assert has_letter("a", ("Latn",)) and not has_letter("a", ("Cyrl", "Hani"))
