"""Characters become what SentencePiece makes of them, marks and all."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sentencepiece import SentencePieceProcessor
from tokenizers import normalizers

from mobilec.checkpoint.translation.charsmap import read_rules
from mobilec.checkpoint.translation.normalizer import normalizer, written_out
from mobilec.checkpoint.translation.piece_model import PieceModel, read_piece_model
from mobilec.checkpoint.translation.sample import sample

DECOMPOSED = ("a\u0306\u0301n", "\uff45\u0301", "\u1100\u1161\u11a8", "\u304b\u3099", "\u0301")


@pytest.fixture(scope="module")
def model(piece_models: Path) -> PieceModel:
    return read_piece_model(piece_models / "target.spm")


def unspaced(model: PieceModel) -> PieceModel:
    return replace(model, adds_space=False)


def in_words(processor: SentencePieceProcessor, text: str) -> str:
    return processor.normalize(text).replace("▁", " ").removeprefix(" ")


def test_texts_of_the_sample(model: PieceModel) -> None:
    made = normalizer(unspaced(model))
    processor = SentencePieceProcessor(model_file=str(model.path))
    for text in (*DECOMPOSED, *sample(tuple(model.scores))):
        ours, theirs = made.normalize_str(text), in_words(processor, text)
        # Compositions of characters that no piece has are left out: both are unknown.
        assert known(model, ours) == known(model, theirs), ascii(text)


def test_random_marks(model: PieceModel) -> None:
    made, chance = normalizer(unspaced(model)), random.Random(2)
    processor = SentencePieceProcessor(model_file=str(model.path))
    for _ in range(500):
        codes = [chance.choice((0x61, 0x73, chance.randrange(0x300, 0x370))) for _ in range(12)]
        text = "".join(map(chr, codes))
        assert known(model, made.normalize_str(text)) == known(model, in_words(processor, text))


def known(model: PieceModel, text: str) -> str:
    """The text with one sign for each run of characters that no piece has."""
    kept = [c if c in model.alphabet or c == " " else "?" for c in text]
    return "".join(c for i, c in enumerate(kept) if c != "?" or kept[i - 1 : i] != ["?"])


def test_the_component_alone_drops_marks(model: PieceModel) -> None:
    """What this module is for: it may go when this no longer holds."""
    alone = normalizers.Precompiled(model.charsmap)
    assert alone.normalize_str("a\u0306\u0301n") == "ăn"
    assert normalizer(model).normalize_str("u\u0308\u0323") == "▁ü\u0323"


def test_model_without_rules_keeps_characters(piece_models: Path) -> None:
    model = read_piece_model(piece_models / "plain/source.spm")
    assert read_rules(model.charsmap) == {}
    assert normalizer(model).normalize_str("  e\u0301  \uff45 ") == "▁e\u0301 \uff45"


def test_rules_for_several_characters(model: PieceModel) -> None:
    rules = read_rules(model.charsmap)
    assert rules["\uff45"] == "e" and rules["e\u0301"] == "é" and rules["\uff45\u0301"] == "é"
    together = written_out(rules)
    assert together["a\u0306\u0301"] == "ắ" and "\uff45\u0301" not in together
