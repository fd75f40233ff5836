"""Half a character is no text, wherever it comes from."""

import pytest

from exporters.errors import Refused
from exporters.text.surrogates import refuse_surrogates


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("bad \ud83d film", r"it is no Unicode at its character 5: U\+D83D is half"),
        (b"caf\xe9".decode("utf-8", "surrogateescape"), "character 4: .*the byte E9"),
    ],
)
def test_half_a_character_is_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        refuse_surrogates(text, "it")
    str(refused.value).encode("utf-8")


@pytest.mark.parametrize("text", ["", "caf\u00e9", "\U0001f600", "\ufffd", "\U0010ffff"])
def test_whole_characters_are_text(text: str) -> None:
    refuse_surrogates(text, "it")
