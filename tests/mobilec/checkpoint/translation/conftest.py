"""SentencePiece models are trained once for all tests; nobody may write into their folder."""

import shutil
from pathlib import Path

import pytest

from mobilec.checkpoint.translation.piece_model import read_piece_model
from tests.mobilec.checkpoint.translation.making import train, write_names


@pytest.fixture(scope="session")
def piece_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """source.spm and target.spm (Unigram, of two alphabets) and bpe.model; in plain/ the same
    without rules for characters, whose conversion is quick."""
    folder = tmp_path_factory.mktemp("pieces")
    (folder / "plain").mkdir()
    for place, rules in ((folder, "nmt_nfkc"), (folder / "plain", "identity")):
        train(place / "source.spm", "aeinrtslo", normalization_rule_name=rules)
        train(place / "target.spm", "aeinüßrtlö", normalization_rule_name=rules)
        train(place / "bpe.model", "aeinrtsü", model_type="bpe", normalization_rule_name=rules)
    return folder


@pytest.fixture
def marian(piece_models: Path, tmp_path: Path) -> Path:
    """source.spm, target.spm and one vocabulary for both."""
    pieces: dict[str, None] = {}
    for side in ("source", "target"):
        shutil.copy(piece_models / "plain" / f"{side}.spm", tmp_path)
        pieces |= dict.fromkeys(read_piece_model(tmp_path / f"{side}.spm").scores)
    names = ("</s>", "<unk>", *pieces, "<pad>")
    write_names(tmp_path / "vocab.json", {name: id for id, name in enumerate(names)})
    return tmp_path
