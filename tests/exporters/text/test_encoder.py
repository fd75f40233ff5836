"""Texts and pairs are cut as transformers cuts them, whichever side it cuts off."""

import itertools

import pytest
from transformers import BertTokenizer

from exporters.text.encoder import Encoded, Encoder, in_words
from tests.models import tokenizer

TEXTS = ("aa", "aa ab ac ad", " ".join(["ab"] * 30), "ac [SEP] ad " * 9 + "[CLS]")


@pytest.fixture(scope="module")
def stock() -> BertTokenizer:
    """With the vocabulary of the tiny models, and the types of BERT's class."""
    core = tokenizer()
    made = BertTokenizer(vocab=core.get_vocab(), model_max_length=128)
    assert made("aa ab")["input_ids"] == core("aa ab")["input_ids"]
    return made


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("longest", [5, 12, 31, 128])
def test_ids_and_types_are_those_of_transformers(
    stock: BertTokenizer, side: str, longest: int
) -> None:
    stock.truncation_side = side
    encoder = Encoder(stock.backend_tokenizer, longest, side, token_types=True)
    for text, pair in itertools.product(TEXTS, (None, *TEXTS)):
        asked = text if pair is None else (text, pair)
        expected = stock(text, pair, truncation=True, max_length=longest)
        found = encoder.encode(asked)
        assert list(found.ids) == expected["input_ids"], in_words(asked)
        types = expected["token_type_ids"] if pair else []
        assert list(found.types) == types, in_words(asked)
        whole = stock(text, pair)["input_ids"]
        assert encoder.cuts(asked) == (len(whole) > longest), in_words(asked)


def test_types_are_given_where_they_are_read() -> None:
    core = tokenizer().backend_tokenizer
    assert Encoder(core, 8).encode(("aa", "ab")).types == ()
    arrays = Encoder(core, 8, token_types=True).encode(("aa", "ab")).arrays(pad_id=7, padding=2)
    assert arrays["input_ids"][0, -2:].tolist() == [7, 7]
    assert arrays["attention_mask"].tolist() == [[1, 1, 1, 1, 1, 0, 0]]
    assert arrays["token_type_ids"].tolist() == [[0, 0, 0, 1, 1, 0, 0]]
    assert set(Encoded((1, 2)).arrays()) == {"input_ids", "attention_mask"}
