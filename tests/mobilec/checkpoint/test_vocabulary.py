"""A tokenizer is refused unless it belongs to the model."""

from typing import Any

import pytest
from tokenizers import Tokenizer, models
from transformers import BertConfig, RobertaConfig

from exporters.errors import Refused
from mobilec.checkpoint.vocabulary import check_vocabulary, find_pad_id
from tests.mobilec.checkpoint.making import wordpiece


def config(vocab_size: int = 100, pad_token_id: int | None = 0) -> BertConfig:
    return BertConfig(vocab_size=vocab_size, pad_token_id=pad_token_id)


def test_as_many_rows_as_ids_is_enough() -> None:
    check_vocabulary(wordpiece(), config(wordpiece().get_vocab_size()), "here")


def test_id_without_a_row() -> None:
    size = wordpiece().get_vocab_size()
    with pytest.raises(
        Refused, match=f"ids up to {size - 1} .*, and the model has {size - 1} rows"
    ):
        check_vocabulary(wordpiece(), config(size - 1), "here")


def test_added_token_without_a_row() -> None:
    tokenizer = wordpiece()
    size = tokenizer.get_vocab_size()
    tokenizer.add_tokens(["<extra>"])
    with pytest.raises(Refused, match=f"ids up to {size} .'<extra>'"):
        check_vocabulary(tokenizer, config(size), "here")


def test_nothing_but_special_tokens() -> None:
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.add_special_tokens(["[UNK]"])
    with pytest.raises(Refused, match=r"here knows no words, only \['\[UNK\]'\]"):
        check_vocabulary(tokenizer, config(), "here")


def test_empty_vocabulary() -> None:
    with pytest.raises(Refused, match="here knows no words"):
        check_vocabulary(Tokenizer(models.BPE()), config(), "here")


def test_tokenizer_that_fails_on_text() -> None:
    tokenizer = Tokenizer(models.WordPiece({"a": 0}, unk_token="[UNK]"))
    with pytest.raises(Refused, match="here cannot encode 'This works"):
        check_vocabulary(tokenizer, config(), "here")


def test_tokenizer_that_drops_text() -> None:
    tokenizer = Tokenizer(models.BPE({"ü": 0}, merges=[]))
    with pytest.raises(Refused, match="here makes no tokens of 'This works"):
        check_vocabulary(tokenizer, config(), "here")


@pytest.mark.parametrize(
    ("settings", "pad_token_id", "expected"),
    [
        ({}, 0, 0),
        ({"pad_token": "[PAD]"}, 0, 0),
        ({"pad_token": {"content": "[MASK]"}}, 4, 4),
        ({"pad_token": "[MASK]"}, None, 4),
        ({"pad_token": "<not in the vocabulary>"}, 3, 3),
    ],
)
def test_pad_id(settings: dict[str, Any], pad_token_id: int | None, expected: int) -> None:
    assert find_pad_id(wordpiece(), settings, config(pad_token_id=pad_token_id), "here") == expected


def test_pad_ids_that_differ() -> None:
    with pytest.raises(Refused, match=r"pads with '\[PAD\]', id 0, and config.json .*id 1"):
        find_pad_id(wordpiece(), {}, config(pad_token_id=1), "here")


@pytest.mark.parametrize("declared", [{"id": 0}, 0, ["[PAD]"]])
def test_pad_token_that_is_no_text(declared: Any) -> None:
    with pytest.raises(Refused, match="here declares pad_token as .* is the text of a token"):
        find_pad_id(wordpiece(), {"pad_token": declared}, config(), "here")


def test_default_of_config_json_is_nobodys_word() -> None:
    """BERT only masks padding; RoBERTa counts positions from its id."""
    mask = {"pad_token": "[MASK]"}
    assert find_pad_id(wordpiece(), mask, config(pad_token_id=0), "here", in_config=False) == 4
    roberta = RobertaConfig(pad_token_id=1)
    with pytest.raises(Refused, match="id 4, and config.json names no pad_token_id.*takes 1"):
        find_pad_id(wordpiece(), mask, roberta, "here", in_config=False)


def test_no_padding_at_all() -> None:
    tokenizer = Tokenizer(models.WordPiece({"a": 0}, unk_token="a"))
    with pytest.raises(Refused, match="here has no padding token"):
        find_pad_id(tokenizer, {}, config(pad_token_id=None), "here")
