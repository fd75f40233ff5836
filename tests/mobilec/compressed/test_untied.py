"""Output layers that have a matrix of their own against the word of their configuration."""

import pytest
import torch

from mobilec.checkpoint.load import load
from mobilec.compressed.untied import untie_, untied
from tests import translation_models
from tests.mobilec.compression.conftest import made


@pytest.mark.parametrize(
    ("family", "own"), [("t5", ()), ("mt5", ("lm_head",)), ("marian", ()), ("marian-separate", ())]
)
def test_only_what_the_configuration_ties_is_named(family, own):
    assert untied(translation_models.tiny(family)) == own


def test_untied_is_no_longer_the_table():
    model = translation_models.tiny("t5")
    assert model.lm_head.weight is model.shared.weight
    untie_(model, ("lm_head",))
    assert model.lm_head.weight is not model.shared.weight


def test_it_comes_back_with_a_matrix_of_its_own(tmp_path):
    folder = translation_models.save("t5", tmp_path / "dense")
    translation_models.tiny("mt5").save_pretrained(folder)
    result = made(folder, tmp_path, {"method": "albert-embedding", "width": 8})
    again = load(result.folder)
    assert torch.equal(again.model.lm_head.weight, load(folder).model.lm_head.weight)
    twice = made(result.folder, tmp_path, {"method": "svd", "rank": 8}, output=tmp_path / "smaller")
    assert torch.equal(load(twice.folder).model.lm_head.weight, again.model.lm_head.weight)
