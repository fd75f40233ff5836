"""Letters in disguise, and what stays as it is."""

import unicodedata

import pytest
from tokenizers import normalizers

from exporters.text.folding import folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ｈｅｌｌｏ，　ｗｏｒｌｄ！", "Hello, world!"),
        ("ﬁne eﬀort", "fine effort"),
        ("zero\u200bwidth\ufeff so\u00adft \u202aleft\u202c", "zerowidth soft left"),
        ("cafe\u0301", "café"),
        ("𝐁𝐨𝐥𝐝 𝓼𝓬𝓻𝓲𝓹𝓽", "Bold script"),
        ("x² ½ ① № ™ ªº", "x² ½ ① № ™ ªº"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("\ufee3\ufeb3\ufe8e", "مسا"),
    ],
)
def test_of_a_model_of_latin_script(text: str, plain: str) -> None:
    assert folded(text, ("Latn",)) == plain


def test_where_a_form_has_a_meaning_it_stays() -> None:
    assert folded("好！，Ａ　１", ("Hani",)) == "好！，Ａ　１"
    assert folded("カ\u3099！", ("Hira", "Kana")) == "ガ！"
    assert folded("ไทย\u200bไทย", ("Thai",)) == "ไทย\u200bไทย"
    assert folded("！\u200b\u00adﬁ") == "！\u200bfi", "any script: what one of them needs stays"


def test_what_is_folded_is_what_nfkc_makes_of_it() -> None:
    """But what nobody sees, which is left out."""
    after, changed = normalizers.NFKC(), 0
    for code in range(0x20, 0x20000):
        char = chr(code)
        if unicodedata.category(char) in ("Cn", "Cs") or not (plain := folded(char, ("Latn",))):
            continue
        changed += plain != char
        assert after.normalize_str(plain) == after.normalize_str(char), hex(code)
    assert changed > 1000


def test_twice_is_once() -> None:
    for text in ("Ｈ\u200bｅ ﬁ", "e\u0301\u00ad\u0301"):
        once = folded(text, ("Latn",))
        assert folded(once, ("Latn",)) == once
