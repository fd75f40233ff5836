"""The new tokenizer: text comes back from its pieces, whatever its characters."""

import pytest

from mobilec.training.translation.vocabulary import train_tokenizer

TEXTS = ["Don't tell Tom, please.", "Sag es Tom nicht, bitte!", "Tom paid 35 euros (or 3.50)."] * 9


@pytest.fixture(scope="module")
def tokenizer():
    return train_tokenizer(TEXTS, 400, 64)


def test_special_pieces_and_bytes_come_first(tokenizer):
    pieces = tokenizer.convert_ids_to_tokens(range(5))
    assert pieces == ["<pad>", "</s>", "<unk>", "<0x00>", "<0x01>"]
    assert len(tokenizer) <= 400
    assert tokenizer.convert_ids_to_tokens(tokenizer("Tom")["input_ids"]) == ["▁Tom", "</s>"]


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS[:3],
        "\u00e9t\u00e9 \u2014 na\u00efve",
        "\U0001f600 \u4f60\u597d",
        "\uff26\t",
        "tom3tom",
        "",
    ],
)
def test_text_comes_back(tokenizer, text):
    ids = tokenizer(text)["input_ids"]
    assert ids[-1] == tokenizer.eos_token_id and tokenizer.unk_token_id not in ids
    assert tokenizer.decode(ids, skip_special_tokens=True) == text.strip()


def test_words_lose_nothing_to_their_punctuation(tokenizer):
    with_stop, alone = (tokenizer(text)["input_ids"] for text in ("please.", "please"))
    assert with_stop[:-2] == alone[:-1]


def test_it_is_the_same_each_time(tokenizer):
    again = train_tokenizer(TEXTS, 400, 64)
    assert again.backend_tokenizer.to_str() == tokenizer.backend_tokenizer.to_str()
