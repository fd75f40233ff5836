"""A converted tokenizer cuts text as SentencePiece does, and as transformers' own slow ones."""

from pathlib import Path

import pytest
from transformers import M2M100Tokenizer, MarianTokenizer

from exporters.text.words import Unknown, Words
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer, target_tokenizer
from mobilec.checkpoint.translation.layouts import m2m100
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.piece_model import PieceModel, read_piece_model
from mobilec.checkpoint.translation.sample import sample
from tests.mobilec.checkpoint.translation.making import SPECIAL, train, write_names


def words_of(model: PieceModel, ids: Ids) -> Words:
    tokenizer = source_tokenizer(model, ids)
    return Words(tokenizer, tokenizer, unknown=Unknown(ids.size, ids.names[ids.unknown]))


def shared_names(source: PieceModel, target: PieceModel) -> dict[str, int]:
    """One vocabulary for both, in which every tenth piece is missing."""
    pieces = dict.fromkeys([*target.scores, *source.scores])
    kept = [piece for place, piece in enumerate(pieces) if place % 10]
    return {name: id for id, name in enumerate(("</s>", "<unk>", *kept, "<pad>"))}


def slow_marian(source: PieceModel, target: PieceModel, ids: Ids, folder: Path) -> MarianTokenizer:
    write_names(folder / "vocab.json", ids.names)
    return MarianTokenizer(str(source.path), str(target.path), str(folder / "vocab.json"))


@pytest.fixture(scope="module")
def marian(piece_models: Path) -> tuple[PieceModel, PieceModel, Ids]:
    source, target = (read_piece_model(piece_models / f"{s}.spm") for s in ("source", "target"))
    return source, target, Ids(shared_names(source, target), ("</s>", "<unk>", "<pad>"))


@pytest.fixture(scope="module")
def marian_words(marian: tuple[PieceModel, PieceModel, Ids]) -> Words:
    return words_of(marian[0], marian[2])


def test_marian_gives_the_ids_of_transformers(
    marian: tuple[PieceModel, PieceModel, Ids], marian_words: Words, tmp_path: Path
) -> None:
    source, target, ids = marian
    slow = slow_marian(source, target, ids, tmp_path)
    for text in sample(tuple(source.scores)):
        assert marian_words.ids(text) == slow(text).input_ids, ascii(text)


def test_marian_gives_the_text_of_transformers(
    marian: tuple[PieceModel, PieceModel, Ids], tmp_path: Path
) -> None:
    source, target, ids = marian
    slow = slow_marian(source, target, ids, tmp_path)
    words = Words(target_tokenizer(target, ids), target_tokenizer(target, ids))
    original = Original(target, ids)
    for text in sample(tuple(target.scores)):
        tokens = original.ids(text)
        assert words.text(tokens) == slow.decode(tokens, skip_special_tokens=True), ascii(text)


def test_piece_without_an_id_is_unknown(
    marian: tuple[PieceModel, PieceModel, Ids], marian_words: Words
) -> None:
    source, _, ids = marian
    missing = next(piece for piece in source.scores if piece not in ids.names)
    plain = marian_words.source.encode(missing.replace("▁", " ")).ids
    assert max(plain) >= ids.size
    assert max(marian_words.ids(missing.replace("▁", " "))) < ids.size


def test_character_of_the_other_language_keeps_its_id(
    marian: tuple[PieceModel, PieceModel, Ids], marian_words: Words
) -> None:
    _, _, ids = marian
    unknown = ids.names["<unk>"]
    assert "ß" in ids.names and ids.names["ß"] in marian_words.ids("aßa")
    assert marian_words.ids("aßßßa").count(unknown) == 1, "a run of them is one unknown"


def test_name_of_the_other_language_is_never_cut_out(
    marian: tuple[PieceModel, PieceModel, Ids], marian_words: Words
) -> None:
    source, target, ids = marian
    others = [n for n in target.scores if n not in source.scores and set(n) <= source.alphabet]
    assert others
    for name in others:
        assert ids.names.get(name) not in marian_words.ids(name.replace("▁", " "))


def test_m2m100_gives_the_ids_of_transformers(piece_models: Path, tmp_path: Path) -> None:
    model = read_piece_model(piece_models / "bpe.model")
    kept = [piece for place, piece in enumerate(model.scores) if place % 10]
    write_names(tmp_path / "vocab.json", {n: i for i, n in enumerate((*SPECIAL, *kept))})
    slow = M2M100Tokenizer(str(tmp_path / "vocab.json"), str(model.path))
    words = words_of(model, m2m100(tmp_path / "vocab.json", {}))
    for text in sample(tuple(model.scores)):
        # transformers sets the language before the text.
        assert words.ids(text) == slow(text).input_ids[1:], ascii(text)
        assert words.text(words.ids(text)) == slow.decode(words.ids(text), skip_special_tokens=True)


def test_bytes_stand_in_for_unknown_characters(tmp_path: Path) -> None:
    for kind in ("unigram", "bpe"):
        path = train(tmp_path / f"{kind}.model", "aeinr", 360, model_type=kind, byte_fallback=True)
        model = read_piece_model(path)
        ids = Ids({name: id for id, name in enumerate(model.names)}, ("<unk>", "<s>", "</s>"))
        words, original = words_of(model, ids), Original(model, ids)
        for text in sample(tuple(model.scores))[::5]:
            assert words.ids(text) == original.ids(text), ascii(text)
        assert words.text(words.ids("na ×")) == "na ×"
