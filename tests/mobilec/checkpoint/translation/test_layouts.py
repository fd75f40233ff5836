"""Ids are those that transformers gives to the same files."""

import json
from pathlib import Path
from typing import Any

import pytest
from transformers import MBart50Tokenizer, MBartTokenizer, NllbTokenizer, T5Tokenizer

from exporters.errors import Refused
from mobilec.checkpoint.translation import layouts
from mobilec.checkpoint.translation.piece_model import read_piece_model
from tests.mobilec.checkpoint.translation.making import train


@pytest.mark.parametrize(
    ("of", "make", "file"),
    [
        (MBartTokenizer, layouts.mbart, "source.spm"),
        (MBart50Tokenizer, layouts.mbart50, "source.spm"),
    ],
)
def test_fairseq_order(of: Any, make: Any, file: str, piece_models: Path, tmp_path: Path) -> None:
    (tmp_path / "sentencepiece.bpe.model").write_bytes((piece_models / file).read_bytes())
    theirs = of.from_pretrained(tmp_path)
    ours = make(read_piece_model(piece_models / file))
    for name, id in ours.names.items():
        assert theirs.convert_tokens_to_ids(name) == id, name
    assert set(theirs.all_special_tokens) - {"<s>", "</s>"} <= set(ours.special)


def test_nllb_order(piece_models: Path, tmp_path: Path) -> None:
    """transformers itself leaves out the languages where there is no tokenizer.json."""
    (tmp_path / "sentencepiece.bpe.model").write_bytes((piece_models / "bpe.model").read_bytes())
    model = read_piece_model(piece_models / "bpe.model")
    theirs, ours = NllbTokenizer.from_pretrained(tmp_path), layouts.nllb(model)
    assert all(theirs.convert_tokens_to_ids(name) == ours.names[name] for name in model.scores)
    last = len(model.names)
    assert (ours.names["ace_Arab"], ours.names["zul_Latn"]) == (last + 1, last + 202)
    assert ours.names["<mask>"] == last + 203


def test_t5_order(tmp_path: Path) -> None:
    order = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}
    train(tmp_path / "spiece.model", "aeinrts", **order, normalization_rule_name="identity")
    theirs = T5Tokenizer.from_pretrained(tmp_path)
    ours = layouts.t5(read_piece_model(tmp_path / "spiece.model"), {})
    assert ours.names == theirs.get_vocab()
    assert layouts.t5(read_piece_model(tmp_path / "spiece.model"), {"extra_ids": 0}).size == 120


def test_marian_languages_are_special(tmp_path: Path) -> None:
    file = tmp_path / "vocab.json"
    file.write_text(json.dumps({"</s>": 0, "<unk>": 1, "▁a": 2, ">>fra<<": 3, "<pad>": 4}))
    ids = layouts.marian(file, {"eos_token": {"content": "</s>"}})
    assert ids.special == ("</s>", "<unk>", "<pad>", ">>fra<<")
    assert (ids.end, ids.unknown, ids.size) == ("</s>", "<unk>", 5)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "is not JSON"),
        ("[]", "does not give names their ids"),
        ('{"a": "b"}', "does not give names their ids"),
        ('{"</s>": 0, "a": 1}', "has no <unk>"),
        ('{"</s>": 0, "<unk>": 1, "a": 1}', "gives one id to several names"),
    ],
)
def test_broken_vocabulary(content: str, reason: str, tmp_path: Path) -> None:
    (tmp_path / "vocab.json").write_text(content)
    with pytest.raises(Refused, match=reason):
        layouts.marian(tmp_path / "vocab.json", {})


def test_unknown_set_of_languages(tmp_path: Path) -> None:
    (tmp_path / "vocab.json").write_text('{"</s>": 0, "<unk>": 1}')
    with pytest.raises(Refused, match="language_codes 'mine'; known are m2m100, wmt21"):
        layouts.m2m100(tmp_path / "vocab.json", {"language_codes": "mine"})
