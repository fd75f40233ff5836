"""One language, whichever way a model writes it."""

import pytest

from exporters.text.language import sentence_language


@pytest.mark.parametrize("code", ["en", "EN", "eng", "eng_Latn", "en_XX", "__en__", ">>eng<<"])
def test_english(code: str) -> None:
    assert sentence_language(code) == "en"


def test_others() -> None:
    assert sentence_language("deu_Latn") == "de"
    assert sentence_language("zho_Hans") == "zh"
    assert sentence_language("ast_Latn") == "ast", "left as it is: splitters fall back by it"


@pytest.mark.parametrize("code", [None, "", "_", "1"])
def test_none(code: str | None) -> None:
    assert sentence_language(code) == "en"
