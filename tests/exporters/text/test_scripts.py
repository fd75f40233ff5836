"""What a translator was made for, by its language or by its words."""

import pytest

from exporters.text.scripts import scripts_of_language, scripts_of_vocabulary


@pytest.mark.parametrize(
    ("code", "scripts"),
    [
        ("en", ("Latn",)),
        ("eng_Latn", ("Latn",)),
        (">>deu<<", ("Latn",)),
        ("ru_RU", ("Cyrl",)),
        ("srp_Cyrl", ("Cyrl",)),
        ("sr", ()),
        ("zh_CN", ("Hani",)),
        ("zho_Hant", ("Hani",)),
        ("jpn_Jpan", ("Hani", "Hira", "Kana")),
        ("ko", ("Hang", "Hani")),
        ("ell_Grek", ("Grek",)),
        ("xx", ()),
        (None, ()),
    ],
)
def test_of_a_language(code: str | None, scripts: tuple[str, ...]) -> None:
    assert scripts_of_language(code) == scripts


def test_of_a_vocabulary() -> None:
    english = [f"w{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(400)]
    foreign = [chr(0x430 + i) for i in range(32)]
    russian = [f"{a}{b}" for a in foreign[:5] for b in foreign[:8]]
    assert scripts_of_vocabulary([*english, *foreign, "1", "..", "😀"]) == ("Latn",)
    assert scripts_of_vocabulary([*english, *russian]) == ("Cyrl", "Latn")
    assert scripts_of_vocabulary([*english, *map(chr, range(0x4E00, 0x4E40))]) == ("Hani", "Latn")
    assert scripts_of_vocabulary(["a", "b", "1"]) == (), "too few to tell"
