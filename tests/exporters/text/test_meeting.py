"""Codes of one language in different forms."""

import pytest

from exporters.text.meeting import is_known, is_same_language


@pytest.mark.parametrize("code", ["en", "eng_Latn", "en_XX", ">>eng<<", "__en__", "EN"])
def test_one_language_in_every_form(code: str) -> None:
    assert is_known(code)
    assert is_same_language(code, "en") and is_same_language("eng", code)
    assert not is_same_language(code, "de")


@pytest.mark.parametrize("code", [None, "", "?", "1"])
def test_what_is_unknown_is_no_language_not_even_english(code: str | None) -> None:
    assert not is_known(code)
    assert not is_same_language(code, "en") and not is_same_language(code, code)


def test_scripts_that_differ_are_not_read() -> None:
    assert not is_same_language("zho_Hans", "zho_Hant")
    assert is_same_language("zho_Hans", "zh_CN") and is_same_language("zh", "zho_Hant")
