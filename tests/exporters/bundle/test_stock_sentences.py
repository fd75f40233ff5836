"""The sentences of a bundle are in the languages that its vocabulary covers."""

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from exporters.bundle.stock_sentences import (
    ENGLISH,
    covered,
    languages,
    sentences,
    stock_for,
)
from exporters.text.unknown import unknown_id
from tests.models import tokenizer as two_letters


def trained(*chosen: str, words: int = 3000) -> Tokenizer:
    """A WordPiece vocabulary made of the texts of some languages, as BERT's are made."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    texts = [text for language in chosen for text in sentences(language)]
    made.train_from_iterator(
        texts,
        trainers.WordPieceTrainer(vocab_size=words, special_tokens=["[UNK]"], show_progress=False),
    )
    return made


@pytest.mark.parametrize("language", ["en", "de", "zh", "ru", "ar", "hi", "ko"])
def test_the_language_of_a_vocabulary_is_found(language: str) -> None:
    stock = stock_for(trained(language))
    assert stock.covered
    assert stock.languages == (language,)
    assert set(stock.sentences) <= set(sentences(language))
    assert len(stock.sentences) >= 24


def test_languages_of_a_vocabulary_take_turns_with_other_sentences() -> None:
    stock = stock_for(trained("en", "ru", "zh", words=8000))
    assert stock.languages == ("en", "ru", "zh")
    assert len(stock.sentences) == 32
    own = [{s: n for n, s in enumerate(sentences(language))} for language in stock.languages]
    places = [own[at % 3][text] for at, text in enumerate(stock.sentences)]
    assert places[:9] == [0, 8, 17, 1, 9, 18, 2, 10, 19]


def test_a_vocabulary_of_no_language_gets_english_and_says_so() -> None:
    stock = stock_for(two_letters()._tokenizer)
    assert not stock.covered
    assert stock.languages == (ENGLISH,)
    assert stock.sentences == sentences(ENGLISH)[:32]


def test_letters_of_another_script_cover_no_language_though_none_is_unknown() -> None:
    letters = sorted({a for a in "".join(sentences("ru")).lower() if a.isalpha()})
    made = trained("en")
    known = made.get_vocab()
    words = [*sorted(known, key=known.__getitem__), *letters, *(f"##{a}" for a in letters)]
    made.model = models.WordPiece({w: n for n, w in enumerate(words)}, unk_token="[UNK]")
    assert unknown_id(made) not in made.encode(sentences("ru")[4]).ids
    assert covered(made) == ("en",)


def test_lists_are_long_enough_and_without_repetition() -> None:
    assert {"ar", "de", "en", "fr", "ja", "zh"} <= set(languages())
    for language in languages():
        own = sentences(language)
        assert len(own) == len(set(own)) >= 24, language
        assert all(text == text.strip() and text for text in own), language


def test_the_unknown_token_of_each_kind_of_model() -> None:
    assert unknown_id(two_letters()._tokenizer) == 1
    assert unknown_id(Tokenizer(models.Unigram([("a", 0.0), ("b", -1.0)], unk_id=1))) == 1
    assert unknown_id(Tokenizer(models.BPE({"a": 0}, []))) == -1
