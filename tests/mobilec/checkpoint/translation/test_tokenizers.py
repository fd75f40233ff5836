"""Which files a translator's tokenizers are made from, and what is refused."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer
from transformers import M2M100Config, MarianConfig, MBartConfig, PegasusConfig, T5Config

from exporters.errors import Refused
from mobilec.checkpoint.translation.piece_model import read_piece_model
from mobilec.checkpoint.translation.tokenizers import read_pair
from tests.mobilec.checkpoint.translation.making import (
    SPECIAL,
    save_tokenizer,
    train,
    write_names,
)

PLAIN = {"normalization_rule_name": "identity"}


def test_marian_has_a_tokenizer_for_each_side(marian: Path) -> None:
    pair = read_pair(marian, MarianConfig(vocab_size=300, decoder_vocab_size=300), "here")
    assert pair.unknown is None
    ids = pair.source.encode("nasa aß").ids
    assert ids[-1] == 0 and pair.target.decode(ids) == "nasa aß"
    again = Tokenizer.from_str(pair.source.to_str())
    assert again.encode("nasa aß").ids == ids


def test_sentencepiece_models_come_before_a_copy(marian: Path) -> None:
    save_tokenizer(marian, MarianConfig())
    pair = read_pair(marian, MarianConfig(vocab_size=300, decoder_vocab_size=300), "here")
    assert pair.target is not pair.source


def test_marian_with_a_vocabulary_for_each_side(marian: Path) -> None:
    target = read_piece_model(marian / "target.spm")
    names = ("<pad>", "</s>", "<unk>", *target.scores)
    write_names(marian / "target_vocab.json", {name: id for id, name in enumerate(names)})
    (marian / "tokenizer_config.json").write_text(json.dumps({"separate_vocabs": True}))
    pair = read_pair(marian, MarianConfig(vocab_size=300, decoder_vocab_size=300), "here")
    assert pair.target.get_vocab_size() == len(names)


@pytest.mark.parametrize("name", ["target.spm", "vocab.json"])
def test_marian_file_that_is_absent(name: str, marian: Path) -> None:
    (marian / name).unlink()
    with pytest.raises(Refused, match=f"source.spm without {name}"):
        read_pair(marian, MarianConfig(), "here")


@pytest.mark.parametrize("rows", [(20, 300), (300, 20)])
def test_more_ids_than_rows(rows: tuple[int, int], marian: Path) -> None:
    config = MarianConfig(vocab_size=rows[0], decoder_vocab_size=rows[1])
    with pytest.raises(Refused, match="gives ids up to .*, and the model has 20 rows"):
        read_pair(marian, config, "here")


@pytest.mark.parametrize(
    ("config", "name", "file", "end"),
    [
        (MBartConfig(), "sentencepiece.bpe.model", "source.spm", 2),
        (M2M100Config(), "sentencepiece.bpe.model", "bpe.model", 2),
    ],
)
def test_one_model_alone(
    config: Any, name: str, file: str, end: int, piece_models: Path, tmp_path: Path
) -> None:
    shutil.copy(piece_models / "plain" / file, tmp_path / name)
    pair = read_pair(tmp_path, config, "here")
    assert pair.target is pair.source and pair.unknown is None
    assert pair.source.encode("nasa ri").ids[-1] == end


def test_t5(tmp_path: Path) -> None:
    order = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    train(tmp_path / "spiece.model", "aeinrts", **order, **PLAIN)
    tokenizer = read_pair(tmp_path, T5Config(), "here").source
    assert tokenizer.encode("nasa ri").ids[-1] == 1
    assert tokenizer.token_to_id("<extra_id_0>") == 219


def test_m2m100_lacks_some_pieces(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/bpe.model", tmp_path / "sentencepiece.bpe.model")
    pieces = list(read_piece_model(piece_models / "plain/bpe.model").scores)[:-5]
    names = {name: id for id, name in enumerate((*SPECIAL, *pieces))}
    write_names(tmp_path / "vocab.json", names)
    pair = read_pair(tmp_path, M2M100Config(), "here")
    assert pair.unknown is not None
    assert (pair.unknown.first, pair.unknown.id) == (len(names) + 100, 3)
    assert pair.source.token_to_id("__de__") >= len(names)


def test_tokenizer_json_of_another_model(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "sentencepiece.bpe.model")
    save_tokenizer(tmp_path, MBartConfig())
    with pytest.raises(Refused, match="two tokenizers: .* of sentencepiece.bpe.model are no words"):
        read_pair(tmp_path, MBartConfig(), "here")


def test_tokenizer_json_comes_before_a_model_alone(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "sentencepiece.bpe.model")
    made = read_pair(tmp_path, MBartConfig(), "here").source
    own = json.loads(made.to_str()) | {"version": "1.0"}
    own["added_tokens"].append(own["added_tokens"][0] | {"content": "<brk>", "id": 999})
    (tmp_path / "tokenizer.json").write_text(json.dumps(own))
    assert read_pair(tmp_path, MBartConfig(), "here").source.token_to_id("<brk>") is not None


def test_family_whose_ids_nobody_knows(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "spiece.model")
    with pytest.raises(Refused, match="how 'pegasus' models number its pieces is not known"):
        read_pair(tmp_path, PegasusConfig(), "here")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"user_defined_symbols": ["<x>"], "model_type": "bpe"}, "has user defined symbols"),
        ({"model_type": "word"}, "cuts text into words or characters"),
        ({"treat_whitespace_as_suffix": True}, "marks spaces after words"),
    ],
)
def test_models_that_are_not_converted(
    options: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    train(tmp_path / "spiece.model", "aeinrts", **options)
    with pytest.raises(Refused, match=f"spiece.model {reason}, which is not converted"):
        read_pair(tmp_path, T5Config(), "here")


@pytest.mark.parametrize("content", [b"no model", b""])
def test_file_that_is_no_model(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "spiece.model").write_bytes(content)
    with pytest.raises(Refused, match="spiece.model is (no|a) SentencePiece model.*download"):
        read_pair(tmp_path, T5Config(), "here")
