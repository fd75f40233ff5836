"""Text to ids and back, with what belongs around it."""

import pytest
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from exporters.text.handling import Handling
from exporters.text.words import Unknown, Words


@pytest.fixture
def tokenizer() -> Tokenizer:
    pieces = ["</s>", "<unk>", "▁", *"abcdefgh:.,"]
    made = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], 1, False))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.add_special_tokens(["</s>", "<unk>"])
    made.post_processor = processors.TemplateProcessing(
        single="$A </s>", special_tokens=[("</s>", 0)]
    )
    return made


def test_there_and_back(tokenizer: Tokenizer) -> None:
    words = Words(tokenizer, tokenizer)
    assert words.ids("ab") == [2, 3, 4, 0]
    assert words.text(words.ids("ab cd")) == "ab cd"
    assert words.text([0, 2, 3, 0]) == "a"


def test_prefix_stands_before(tokenizer: Tokenizer) -> None:
    plain, told = Words(tokenizer, tokenizer), Words(tokenizer, tokenizer, prefix="abc: ")
    assert told.ids("de") == plain.ids("abc: de")


def test_ids_past_the_end_are_the_unknown_one(tokenizer: Tokenizer) -> None:
    words = Words(tokenizer, tokenizer, unknown=Unknown(first=5, id=1))
    assert words.ids("abcd") == [2, 3, 4, 1, 1, 0]


def test_letters_are_folded_where_the_tokenizer_does_not(tokenizer: Tokenizer) -> None:
    pieces = ["</s>", "<unk>", "▁", *"abcdefghiA"]
    tokenizer.model = models.Unigram([(piece, -1.0) for piece in pieces], 1, False)
    plain = Words(tokenizer, tokenizer, scripts=("Latn",))
    assert plain.read("ﬁ\u200bＡ", Handling()) == "fiA"
    assert plain.read("ﬁ\u200bＡ", Handling(as_is=True)) == "ﬁ\u200bＡ"
    tokenizer.normalizer = normalizers.NFKC()
    assert Words(tokenizer, tokenizer).read("ﬁ\u200bＡ", Handling()) == "ﬁ\u200bＡ"


def test_pieces_fit_with_all_that_stands_around_them(tokenizer: Tokenizer) -> None:
    words = Words(tokenizer, tokenizer, prefix="a: ")
    pieces = words.pieces("abc def, gh abc. de", 12)
    assert [piece.text for piece in pieces] == ["abc", "def,", "gh abc.", "de"]
    assert all(len(words.ids(piece.text)) <= 12 for piece in pieces)
