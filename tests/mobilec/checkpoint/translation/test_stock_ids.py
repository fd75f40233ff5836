"""Sources get the ids of transformers and SentencePiece, however a folder declares them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sentencepiece import SentencePieceProcessor
from transformers import AutoTokenizer, PreTrainedConfig

from exporters.errors import Refused
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import describe_text
from mobilec.checkpoint.translation.languages import Languages
from mobilec.checkpoint.translation.piece_model import read_piece_model
from mobilec.checkpoint.translation.text import TranslationText
from tests.mobilec.checkpoint.translation.making import SPECIAL, save_tokenizer, train, write_names
from tests.translation_models import tiny

TEXTS = ("nasa ri", "nasa <brk> ri", "na<brk>sa", "<brk>", "nasa. Ri?", "{nasa} ri", "")
T5_ORDER = {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1}


def described(family: str, folder: Path, **changes: Any) -> PreTrainedConfig:
    model = tiny(family)
    for name, value in changes.items():
        setattr(model.config, name, value)
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)
    return model.config


def text(folder: Path, **asked: str) -> TranslationText:
    found = describe_text(describe(folder), Languages(**asked))
    assert found is not None
    return found


def settings(folder: Path, **values: Any) -> None:
    (folder / "tokenizer_config.json").write_text(json.dumps(values))


@pytest.fixture
def marian(marian: Path) -> Path:
    """The same with a description, and rows for 60 tokens more."""
    described("marian", marian, pad_token_id=size(marian) - 1)
    settings(marian, source_lang="en", target_lang="de")
    return marian


def size(marian: Path) -> int:
    return len(json.loads((marian / "vocab.json").read_text()))


BRK = {"content": "<brk>", "normalized": False, "special": False}


@pytest.mark.parametrize("place", ["added_tokens.json", "added_tokens_decoder", "additional"])
def test_marian_with_an_added_token(place: str, marian: Path) -> None:
    id = size(marian)
    if place == "added_tokens.json":
        (marian / place).write_text(json.dumps({"<brk>": id}))
    elif place == "added_tokens_decoder":
        settings(marian, added_tokens_decoder={str(id): BRK})
    else:
        settings(marian, additional_special_tokens=["<brk>"])
    found, theirs = text(marian), AutoTokenizer.from_pretrained(marian)
    for sentence in TEXTS:
        ids = found.words.ids(sentence)
        assert ids == theirs(sentence).input_ids, sentence
        said = theirs.decode(ids, skip_special_tokens=True, use_source_tokenizer=False)
        assert found.words.text(ids) == said, sentence
    assert found.words.ids("<brk>") == [id, 0]
    names = [name.split(" ")[0] for name in found.held.against]
    assert names == ["SentencePiece", "MarianTokenizer"] and not found.held.notes


def test_one_id_for_two_tokens(marian: Path) -> None:
    (marian / "added_tokens.json").write_text(json.dumps({"<brk>": 3}))
    with pytest.raises(
        Refused, match="the id 3 to '.*' by vocab.json and to the added token '<brk>'"
    ):
        text(marian)
    (marian / "added_tokens.json").write_text(json.dumps({"<pad>": 3}))
    with pytest.raises(Refused, match="gives '<pad>' two ids: [0-9]+ by vocab.json, and 3"):
        text(marian)


def test_added_token_without_a_row(marian: Path) -> None:
    (marian / "added_tokens.json").write_text(json.dumps({"<brk>": 500}))
    with pytest.raises(Refused, match="ids up to 500 .'<brk>'., and the model has 500 rows"):
        text(marian)


@pytest.fixture
def m2m100(piece_models: Path, tmp_path: Path) -> Path:
    shutil.copy(piece_models / "plain/bpe.model", tmp_path / "sentencepiece.bpe.model")
    pieces = list(read_piece_model(piece_models / "plain/bpe.model").scores)[:-5]
    write_names(tmp_path / "vocab.json", {n: i for i, n in enumerate((*SPECIAL, *pieces))})
    described("m2m_100", tmp_path)
    return tmp_path


def test_m2m100_with_a_language_and_a_token_more(m2m100: Path) -> None:
    id = size(m2m100) + 100
    (m2m100 / "added_tokens.json").write_text(json.dumps({"__qq__": id, "<brk>": id + 1}))
    (m2m100 / "special_tokens_map.json").write_text(
        json.dumps({"additional_special_tokens": ["__qq__"]})
    )
    theirs = AutoTokenizer.from_pretrained(m2m100, src_lang="de")
    found = text(m2m100, source="de", target="qq")
    assert found.forced_bos == theirs.convert_tokens_to_ids("__qq__") == id
    for sentence in TEXTS:
        assert found.words.ids(sentence) == theirs(sentence).input_ids, sentence
    assert found.held.against[1].startswith("M2M100Tokenizer")
    assert text(m2m100, source="qq", target="de").words.ids("nasa")[0] == id


def test_t5_with_characters_that_it_lacked(tmp_path: Path) -> None:
    train(tmp_path / "spiece.model", "aeinrts", normalization_rule_name="identity", **T5_ORDER)
    described("t5", tmp_path)
    added = {str(220 + i): {"content": c, "normalized": False} for i, c in enumerate("{}")}
    settings(tmp_path, added_tokens_decoder=added, extra_ids=100)
    found, theirs = text(tmp_path), AutoTokenizer.from_pretrained(tmp_path)
    for sentence in ("{nasa} tri", "a{", "{}"):
        assert found.words.ids(sentence) == theirs(sentence).input_ids, sentence
    assert found.words.ids("{}") == [220, 221, 1]
    assert found.words.text([220, 221, 1]) == "{}"


def test_t5_whose_gaps_are_user_defined(tmp_path: Path) -> None:
    gaps = [f"<extra_id_{i}>" for i in range(9, -1, -1)]
    rules = {"normalization_rule_name": "identity", "user_defined_symbols": gaps}
    train(tmp_path / "spiece.model", "aeinrts", **rules, **T5_ORDER)
    described("t5", tmp_path)
    settings(tmp_path, extra_ids=10, additional_special_tokens=gaps)
    pieces = SentencePieceProcessor(str(tmp_path / "spiece.model"))
    ids = text(tmp_path).words.ids
    assert ids("nasa <extra_id_3>")[-2] == pieces.piece_to_id("<extra_id_3>")
    assert ids("nasa tri") == [*pieces.encode("nasa tri"), 1]


def test_mbart50_that_only_config_json_names(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "sentencepiece.bpe.model")
    described("mbart", tmp_path, tokenizer_class="MBart50Tokenizer", decoder_start_token_id=2)
    found = text(tmp_path, source="pl_PL", target="de_DE")
    theirs = AutoTokenizer.from_pretrained(tmp_path, src_lang="pl_PL")
    assert type(theirs).__name__ == "MBart50Tokenizer"
    for sentence in ("nasa ri", "nasa. Ri?", ""):
        assert found.words.ids(sentence) == theirs(sentence).input_ids, sentence
    assert found.forced_bos == theirs.convert_tokens_to_ids("de_DE")
    assert found.settings.start_id == 2


def test_mbart_with_a_token_more(piece_models: Path, tmp_path: Path) -> None:
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "sentencepiece.bpe.model")
    described("mbart", tmp_path)
    theirs = AutoTokenizer.from_pretrained(tmp_path, src_lang="de_DE")
    id = len(theirs)
    (tmp_path / "added_tokens.json").write_text(json.dumps({"<brk>": id}))
    theirs = AutoTokenizer.from_pretrained(tmp_path, src_lang="de_DE")
    found = text(tmp_path, source="de", target="en")
    assert found.words.ids("<brk>")[0] == id
    for sentence in TEXTS:
        assert found.words.ids(sentence) == theirs(sentence).input_ids, sentence


def test_nllb_with_a_token_more(piece_models: Path, tmp_path: Path) -> None:
    """Languages are in no file but tokenizer_config.json, and there with the ids that they have.
    SentencePiece leaves the space before a token out, which transformers 5 makes a piece of."""
    shutil.copy(piece_models / "plain/source.spm", tmp_path / "sentencepiece.bpe.model")
    described("m2m_100", tmp_path)
    asked = {"source": "deu_Latn", "target": "eng_Latn"}
    own = text(tmp_path, **asked).words.source.get_added_tokens_decoder()
    marks = {str(id): {"content": token.content, "special": True} for id, token in own.items()}
    brk = max(own) + 1
    decoder = marks | {str(brk): BRK}
    settings(tmp_path, tokenizer_class="NllbTokenizer", added_tokens_decoder=decoder)
    theirs = AutoTokenizer.from_pretrained(tmp_path, src_lang="deu_Latn")
    pieces, names = (
        SentencePieceProcessor(str(tmp_path / "sentencepiece.bpe.model")),
        theirs.get_vocab(),
    )
    found = text(tmp_path, **asked)
    assert found.forced_bos == names["eng_Latn"]
    for sentence in TEXTS:
        cut = [pieces.encode(part, out_type=str) for part in sentence.split("<brk>")]
        ids = [id for part in cut for id in (*(names.get(piece, 3) for piece in part), brk)][:-1]
        assert found.words.ids(sentence) == [names["deu_Latn"], *ids, 2], sentence
        if " <brk>" not in sentence:
            assert found.words.ids(sentence) == theirs(sentence).input_ids, sentence
    (note,) = found.held.notes
    assert "NllbTokenizer" in note and "SentencePiece was followed" in note


def test_marks_that_transformers_puts_elsewhere(piece_models: Path, tmp_path: Path) -> None:
    """mBART's language stands at the end, mBART-50's at the beginning: the class decides."""
    config = described("mbart", tmp_path)
    save_tokenizer(tmp_path, config, ("en_XX", "de_DE"), tokenizer_class="MBart50TokenizerFast")
    assert text(tmp_path, target="de").words.ids("")[0] != 2
    assert piece_models.is_dir()


def test_tokenizer_json_that_gives_other_ids(piece_models: Path, tmp_path: Path) -> None:
    """As converters of transformers make them: marks are lost where characters have rules."""
    shutil.copy(piece_models / "source.spm", tmp_path / "sentencepiece.bpe.model")
    described("mbart", tmp_path)
    theirs = AutoTokenizer.from_pretrained(tmp_path, src_lang="de_DE")
    theirs.backend_tokenizer.save(str(tmp_path / "tokenizer.json"))
    found = text(tmp_path, source="de", target="en")
    pieces = SentencePieceProcessor(str(tmp_path / "sentencepiece.bpe.model"))
    names = theirs.get_vocab()
    for sentence in ("ｎａｓａ", "nasa ½", "a\u0306\u0301 na", "nasa"):
        cut = [names.get(piece, 3) for piece in pieces.encode(sentence, out_type=str)]
        assert found.words.ids(sentence) == [*cut, 2, names["de_DE"]], ascii(sentence)
    note = next(note for note in found.held.notes if "tokenizer.json gives other ids" in note)
    assert "sentencepiece.bpe.model was followed" in note
