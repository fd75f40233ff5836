"""The tokenizer that phones will read."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from exporters.errors import Refused
from mobilec.checkpoint.declared import read_settings
from mobilec.checkpoint.tokenizer import read_tokenizer
from tests.mobilec.checkpoint.making import edit_json, wordpiece

TEXT = "It works, twice."


def vocabulary_file(folder: Path) -> None:
    """vocab.txt alone, as BERT checkpoints of 2019 have it."""
    tokenizer = wordpiece()
    ids = tokenizer.get_vocab()
    (folder / "vocab.txt").write_text("\n".join(sorted(ids, key=lambda token: ids[token])))


def test_truncation_and_padding_are_off(bert: Path) -> None:
    plain = wordpiece().encode(TEXT).ids
    spoiled = wordpiece()
    spoiled.enable_truncation(6)
    spoiled.enable_padding(length=128)
    spoiled.save(str(bert / "tokenizer.json"))
    tokenizer = read_tokenizer(bert)
    assert tokenizer.encode(TEXT).ids == plain
    assert Tokenizer.from_str(tokenizer.to_str()).encode(TEXT).ids == plain


def test_vocabulary_file_is_converted(bert: Path) -> None:
    (bert / "tokenizer.json").unlink()
    vocabulary_file(bert)
    assert read_tokenizer(bert).encode(TEXT).ids == wordpiece().encode(TEXT).ids


def test_conversion_that_fails_says_what_was_there(bert: Path) -> None:
    (bert / "tokenizer.json").unlink()
    (bert / "spiece.model").write_bytes(b"no sentencepiece model")
    edit_json(bert / "config.json", model_type="albert")
    with pytest.raises(Refused, match="no tokenizer.json, and spiece.model could not be made into"):
        read_tokenizer(bert)


def test_no_tokenizer(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no tokenizer: tokenizer.json is needed"):
        read_tokenizer(tmp_path)


def test_truncated_file(bert: Path) -> None:
    file = bert / "tokenizer.json"
    file.write_text(file.read_text()[:200])
    with pytest.raises(Refused, match="tokenizer.json is not JSON"):
        read_tokenizer(bert)


def test_settings_that_contradict_the_tokenizer(bert: Path) -> None:
    settings = bert / "tokenizer_config.json"
    settings.write_text('{"do_lower_case": true}')
    read_tokenizer(bert)
    settings.write_text('{"do_lower_case": false}')
    with pytest.raises(Refused, match="do_lower_case=False, and tokenizer.json has lowercase=True"):
        read_tokenizer(bert)


def test_settings_in_the_order_of_transformers(bert: Path) -> None:
    (bert / "special_tokens_map.json").write_text('{"pad_token": "[MASK]", "unk_token": "[UNK]"}')
    settings = bert / "tokenizer_config.json"
    settings.write_text('{"pad_token": "[SEP]"}')
    assert read_settings(bert) == {"pad_token": "[MASK]", "unk_token": "[UNK]"}
    assert AutoTokenizer.from_pretrained(bert).pad_token == "[MASK]"
    ids = wordpiece().get_added_tokens_decoder().items()
    added = {str(id): {"content": token.content, "special": True} for id, token in ids}
    settings.write_text(json.dumps({"pad_token": "[SEP]", "added_tokens_decoder": added}))
    assert read_settings(bert)["pad_token"] == AutoTokenizer.from_pretrained(bert).pad_token


def test_class_that_only_config_json_names(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"tokenizer_class": "MBart50Tokenizer"}')
    assert read_settings(tmp_path) == {"tokenizer_class": "MBart50Tokenizer"}
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "MBartTokenizer"}')
    assert read_settings(tmp_path) == {"tokenizer_class": "MBartTokenizer"}


@pytest.mark.parametrize(("content", "reason"), [("{", "is not JSON"), ("[]", "holds a list")])
def test_broken_settings(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "tokenizer_config.json").write_text(content)
    with pytest.raises(Refused, match=f"tokenizer_config.json {reason}"):
        read_settings(tmp_path)
