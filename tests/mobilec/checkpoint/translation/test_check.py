"""The check lets exact conversions pass, and names the first text of any other."""

from pathlib import Path

import pytest
from tokenizers import Tokenizer, models, normalizers

from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.checkpoint.translation.check import check_source, check_target
from mobilec.checkpoint.translation.convert import Ids, source_tokenizer
from mobilec.checkpoint.translation.original import Original
from mobilec.checkpoint.translation.piece_model import PieceModel, read_piece_model

PLAIN = ("", "aa ei", "nasa trei", "ea, in!")


@pytest.fixture(scope="module")
def model(piece_models: Path) -> PieceModel:
    return read_piece_model(piece_models / "source.spm")


@pytest.fixture(scope="module")
def ids(model: PieceModel) -> Ids:
    return Ids({name: id for id, name in enumerate(model.names)}, ("<unk>", "<s>", "</s>"))


@pytest.fixture
def tokenizer(model: PieceModel, ids: Ids) -> Tokenizer:
    return Tokenizer.from_str(source_tokenizer(model, ids).to_str())


def check(tokenizer: Tokenizer, model: PieceModel, ids: Ids, *texts: str) -> None:
    check_source(Words(tokenizer, tokenizer), Original(model, ids), texts, Path("here"))


def test_exact_conversion_passes(tokenizer: Tokenizer, model: PieceModel, ids: Ids) -> None:
    check(tokenizer, model, ids, *PLAIN, "\uff41\u0301")
    check_target(tokenizer, Original(model, ids), PLAIN, Path("here"))


def test_normalizer_that_drops_marks(tokenizer: Tokenizer, model: PieceModel, ids: Ids) -> None:
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Precompiled(model.charsmap), normalizers.Prepend("▁")]
    )
    check(tokenizer, model, ids, *PLAIN)
    first = r"here could not be converted exactly: for '\\uff41\\u0301' it gives"
    with pytest.raises(Refused, match=f"{first}.*put a tokenizer.json.*into here"):
        check(tokenizer, model, ids, *PLAIN, "\uff41\u0301", "a\u0306\u0301")


def test_other_scores(tokenizer: Tokenizer, model: PieceModel, ids: Ids) -> None:
    names = sorted(ids.names, key=lambda name: ids.names[name])
    spoiled = [(name, -float(len(name))) for name in names]
    tokenizer.model = models.Unigram(spoiled, unk_id=0, byte_fallback=False)
    with pytest.raises(Refused, match="could not be converted exactly"):
        check(tokenizer, model, ids, *PLAIN)


def test_ties_are_few(tokenizer: Tokenizer, model: PieceModel, ids: Ids) -> None:
    """Where SentencePiece's float32 decides between cuts that are as likely."""

    class Other(Original):
        def ids(self, text: str) -> list[int]:
            return super().ids(text)[::-1] if text == "tie" else super().ids(text)

    words, texts = Words(tokenizer, tokenizer), ("tie", *PLAIN * 30)
    check_source(words, Other(model, ids), texts, Path("here"))
    with pytest.raises(Refused, match="cuts 2 of 122 texts in other ways.*just as likely.*'tie'"):
        check_source(words, Other(model, ids), ("tie", *texts), Path("here"))


def test_other_text(tokenizer: Tokenizer, model: PieceModel, ids: Ids) -> None:
    spoiled = Tokenizer(models.Unigram([(f"x{i}", 0.0) for i in range(len(ids.names))], 0, False))
    with pytest.raises(Refused, match="tokenizer of here says .* where SentencePiece says 'aa ei'"):
        check_target(spoiled, Original(model, ids), ("aa ei",), Path("here"))
