"""SentencePiece models are trained once for all tests; nobody may write into their folder."""

from pathlib import Path

import pytest

from tests.mobilec.checkpoint.translation.making import train


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
