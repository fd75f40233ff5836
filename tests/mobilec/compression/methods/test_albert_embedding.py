"""Rows that count as often as the data has their words."""

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compressed.words import word_seats
from tests import translation_models
from tests.mobilec.compression.conftest import WORDS, made

NARROW = {"method": "albert-embedding", "width": 6}


def errors(dense, small) -> torch.Tensor:
    """Of each row, relative: (words,)."""
    (seats,) = word_seats(dense.model)
    wanted, rows = seats.dense.weight, small.model.get_input_embeddings().rows()
    return ((rows - wanted).norm(dim=1) / wanted.norm(dim=1).clamp(min=1e-9)).detach()


@pytest.mark.parametrize("kind", ["classifier", "marian", "t5"])
def test_words_of_the_data_lose_less(kind, bert, labelled, parallel, tmp_path):
    if kind == "classifier":
        folder, data = bert, labelled
    else:
        folder, data = translation_models.save(kind, tmp_path / "dense"), parallel
    (tmp_path / "plain").mkdir()
    plain = load(made(folder, tmp_path / "plain", NARROW).folder)
    result = made(folder, tmp_path, {**NARROW, "weighted": True}, data=data)
    dense, small = load(folder), load(result.folder)
    said = [id for word in WORDS for id in _ids(dense, word)]
    never = [id for id in range(len(errors(dense, small))) if id not in set(said)]
    assert errors(dense, small)[said].mean() < 0.8 * errors(dense, plain)[said].mean()
    assert errors(dense, small)[never].mean() > errors(dense, plain)[never].mean()


def _ids(checkpoint, word: str) -> list[int]:
    return checkpoint.tokenizer.encode(word, add_special_tokens=False).ids


def test_without_data_it_is_refused(bert, tmp_path):
    with pytest.raises(Refused, match="weighs words by how often they occur, needs calibration"):
        made(bert, tmp_path, {**NARROW, "weighted": True})
    assert not (tmp_path / "small").exists()


def test_random_factors_have_no_weights(bert, labelled, tmp_path):
    with pytest.raises(Refused, match="weighted says how a trained table is cut"):
        made(bert, tmp_path, {**NARROW, "weighted": True, "start": "scratch"}, data=labelled)
