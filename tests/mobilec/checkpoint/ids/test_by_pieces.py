"""Classifiers with a SentencePiece model: its ids, whatever transformers makes of it."""

import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from sentencepiece import SentencePieceProcessor
from transformers import AutoTokenizer

from exporters.errors import Refused
from mobilec.checkpoint.tokenizer import settle
from tests.mobilec.checkpoint.ids.making import described
from tests.mobilec.checkpoint.translation.making import train

ALBERT = {
    "pad_id": 0,
    "unk_id": 1,
    "bos_id": -1,
    "eos_id": -1,
    "control_symbols": "[CLS],[SEP],[MASK]",
}
DEBERTA = {
    **{"pad_id": 0, "bos_id": 1, "eos_id": 2, "unk_id": 3, "pad_piece": "[PAD]"},
    **{"bos_piece": "[CLS]", "eos_piece": "[SEP]", "unk_piece": "[UNK]"},
}
PLAIN = {"normalization_rule_name": "identity"}
SYMBOLS = ["(", ")", "-", ".", "–"]


def sentences(letters: str, count: int = 1000) -> list[str]:
    """Made-up ones with the signs that news have between words and inside them."""
    chance, made = random.Random(1), []
    for _ in range(count):
        words = ["".join(chance.choices(letters, k=chance.randint(1, 6))) for _ in range(6)]
        words[2] = f"({words[2]}-{words[3]})"
        made.append(" ".join(words) + chance.choice((".", " – ok", "...", "")))
    return made


@pytest.fixture(scope="module")
def albert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With user-defined symbols, as ALBERT's, and no tokenizer.json."""
    folder = described(tmp_path_factory.mktemp("ids") / "albert", "Albert")
    train(folder / "spiece.model", "aeinrts", user_defined_symbols=SYMBOLS, **ALBERT, **PLAIN)
    return folder


def test_user_defined_symbols(albert: Path) -> None:
    """transformers takes them for added tokens, after which a word begins anew."""
    pieces, found = SentencePieceProcessor(str(albert / "spiece.model")), settle(albert)
    theirs = AutoTokenizer.from_pretrained(albert)
    texts = sentences("aeinrts")
    cls, sep = pieces.piece_to_id("[CLS]"), pieces.piece_to_id("[SEP]")
    expected = [[cls, *ids, sep] for ids in pieces.encode(texts)]
    given = [found.tokenizer.encode(text).ids for text in texts]
    other = [(mine, ids) for mine, ids in zip(given, expected, strict=True) if mine != ids]
    # Cuts that are as likely as each other: the same pieces, in another order.
    assert len(other) < 10 and all(sorted(mine) == sorted(ids) for mine, ids in other)
    assert (
        sum(theirs(text).input_ids != ids for text, ids in zip(texts, expected, strict=True)) > 300
    )
    (note,) = found.held.notes
    assert found.held.against == ("SentencePiece (spiece.model)",)
    assert "AlbertTokenizer" in note and "spiece.model was followed" in note


def test_settings_of_the_class_hold(albert: Path) -> None:
    pieces, found = SentencePieceProcessor(str(albert / "spiece.model")), settle(albert).tokenizer
    text = "Nie ``Ärätin''"
    plain = unicodedata.normalize("NFKD", text.replace("``", '"').replace("''", '"')).lower()
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    assert found.encode(text).ids[1:-1] == pieces.encode(bare)


def test_numbers_part_from_their_commas(tmp_path: Path) -> None:
    """As in Google's tokenizer and in transformers up to version 4."""
    folder = described(tmp_path, "Albert")
    options = {**ALBERT, "user_defined_symbols": [], "split_by_number": False, **PLAIN}
    train(folder / "spiece.model", "1234567890,", 160, **options)
    pieces = SentencePieceProcessor(str(folder / "spiece.model"))
    ends = [p for p in map(pieces.id_to_piece, range(160)) if p[-1] == "," and p[-2:-1].isdigit()]
    assert ends
    for piece in ends[:20]:
        assert settle(folder).tokenizer.encode(piece.replace("▁", "")).tokens[-2] == ","


@pytest.fixture(scope="module")
def deberta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """spm.model alone, with rules for characters."""
    folder = described(tmp_path_factory.mktemp("ids") / "deberta", "DebertaV2")
    train(folder / "spm.model", "aeinrts", normalization_rule_name="nmt_nfkc", **DEBERTA)
    return folder


ODD = ("…", "a½", "ａｎａ", "a\xa0na", "ŋa ﬁ", "e\u0301", "na\u200bna")


def test_rules_for_characters(deberta: Path) -> None:
    pieces, found = SentencePieceProcessor(str(deberta / "spm.model")), settle(deberta)
    theirs = AutoTokenizer.from_pretrained(deberta)
    for text in (*ODD, *sentences("aeinrts", 50)):
        assert found.tokenizer.encode(text).ids == [1, *pieces.encode(text), 2], ascii(text)
    assert any(theirs(text).input_ids[1:-1] != pieces.encode(text) for text in ODD)
    assert "DebertaV2Tokenizer" in found.held.notes[0]


def copied(folder: Path, to: Path) -> Path:
    for file in folder.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    return to


def test_tokenizer_json_beside_it(deberta: Path, tmp_path: Path) -> None:
    """What gives SentencePiece's ids is shipped; what does not is replaced, and that is said."""
    folder = copied(deberta, tmp_path)
    right = settle(deberta).tokenizer
    right.save(str(folder / "tokenizer.json"))
    same = settle(folder)
    assert same.tokenizer.to_str() == right.to_str()
    assert all("SentencePiece for" in note and "Deberta" in note for note in same.held.notes)
    AutoTokenizer.from_pretrained(deberta).backend_tokenizer.save(str(folder / "tokenizer.json"))
    other = settle(folder)
    (note,) = other.held.notes
    assert "tokenizer.json gives other ids than SentencePiece for" in note
    pieces = SentencePieceProcessor(str(folder / "spm.model"))
    assert other.tokenizer.encode("a½").ids == [1, *pieces.encode("a½"), 2]


def test_tokens_added_beside_it(tmp_path: Path) -> None:
    folder = described(tmp_path, "DebertaV2")
    train(folder / "spm.model", "aeinrts", **DEBERTA, **PLAIN)
    (folder / "added_tokens.json").write_text(json.dumps({"[MASK]": 120, "<brk>": 121}))
    (folder / "special_tokens_map.json").write_text(json.dumps({"mask_token": "[MASK]"}))
    made = settle(folder).tokenizer
    assert made.encode("na <brk> na [MASK]").ids[-2] == 120
    assert 121 in made.encode("na<brk>na").ids
    assert (
        made.encode("na <brk> na").ids
        == AutoTokenizer.from_pretrained(folder)("na <brk> na").input_ids
    )


def test_two_tokenizers_in_one_folder(deberta: Path, tmp_path: Path) -> None:
    folder = copied(deberta, tmp_path)
    train(folder / "spm.model", "oukldm", **DEBERTA, **PLAIN)
    settle(deberta).tokenizer.save(str(folder / "tokenizer.json"))
    with pytest.raises(Refused, match="two tokenizers: .* pieces of spm.model are no words of"):
        settle(folder)


def test_model_that_cannot_be_converted(tmp_path: Path) -> None:
    folder = described(tmp_path, "Albert")
    options: dict[str, Any] = {**ALBERT, "model_type": "bpe"}
    train(folder / "spiece.model", "aeinrts", user_defined_symbols=SYMBOLS, **options)
    with pytest.raises(Refused, match="could not be made into one|which is not converted"):
        settle(folder)


@pytest.mark.parametrize(("kind", "rules"), [("XLMRoberta", {}), ("Camembert", PLAIN)])
def test_other_families_alone(kind: str, rules: dict[str, Any], tmp_path: Path) -> None:
    folder = described(tmp_path, kind)
    file = train(folder / "sentencepiece.bpe.model", "aeinrtslo", **rules)
    pieces, made = SentencePieceProcessor(str(file)), settle(folder).tokenizer
    names = AutoTokenizer.from_pretrained(folder).get_vocab()
    for text in (*ODD, *sentences("aeinrtslo", 50)):
        cut = [names.get(name, names["<unk>"]) for name in pieces.encode(text, out_type=str)]
        assert made.encode(text).ids[1:-1] == cut, ascii(text)
