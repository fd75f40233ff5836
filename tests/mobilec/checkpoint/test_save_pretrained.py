"""``save_pretrained`` of a compressed model: what it writes loads again, structure and all."""

import copy
import shutil

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.load import load
from tests import translation_models
from tests.mobilec.compression.conftest import made

STEPS = ({"method": "albert-embedding", "width": 8}, {"method": "svd", "rank": 0.5})


@pytest.fixture
def marian(tmp_path):
    return translation_models.save("marian", tmp_path / "tiny-marian")


def saved(model, small, folder):
    """The folder that ``model`` writes, with the words of the one that it came from."""
    model.save_pretrained(folder)
    for file in small.glob("*token*"):
        shutil.copyfile(file, folder / file.name)
    return folder


def same(one, other):
    mine, theirs = one.state_dict(), other.state_dict()
    return mine.keys() == theirs.keys() and all(torch.equal(mine[n], theirs[n]) for n in mine)


@pytest.mark.parametrize("kind", ["bert", "marian"])
def test_what_is_saved_loads_again(kind, request, tmp_path):
    small = made(request.getfixturevalue(kind), tmp_path, *STEPS).folder
    first = load(small)
    again = load(saved(first.model, small, tmp_path / "saved"))
    assert same(first.model, again.model)
    assert compression_of(again) == compression_of(first)
    assert (again.folder / "generation_config.json").is_file() == (kind == "marian")
    parameters = [sum(p.numel() for p in each.model.parameters()) for each in (first, again)]
    assert parameters[0] == parameters[1]


def test_the_record_is_of_the_weights_as_they_are_by_then(bert, tmp_path):
    small = made(bert, tmp_path, *STEPS).folder
    model = load(small).model
    with torch.no_grad():
        model.classifier.bias += 1
    again = load(saved(model, small, tmp_path / "saved"))
    assert same(model, again.model)
    assert compression_of(again).sha256 == again.digest != load(small).digest


def test_a_copy_saves_itself(bert, tmp_path):
    small = made(bert, tmp_path, *STEPS).folder
    model = load(small).model
    twin = copy.deepcopy(model)
    with torch.no_grad():
        twin.classifier.bias += 1
    assert same(twin, load(saved(twin, small, tmp_path / "saved")).model)
    assert not same(model, twin)


def test_another_structure_than_the_record_s_is_refused(bert, tmp_path):
    model = load(made(bert, tmp_path, *STEPS).folder).model
    model.classifier = torch.nn.Linear(model.config.hidden_size, 5)
    with pytest.raises(Refused, match="not those of its record"):
        model.save_pretrained(tmp_path / "saved")
    assert not list((tmp_path / "saved").iterdir())


def test_options_that_would_do_nothing_are_refused(bert, tmp_path):
    model = load(made(bert, tmp_path, *STEPS).folder).model
    model.save_pretrained(tmp_path / "saved", max_shard_size="50GB")
    with pytest.raises(Refused, match="has no safe_serialization"):
        model.save_pretrained(tmp_path / "other", safe_serialization=False)
    assert not (tmp_path / "other").exists()


def test_a_dense_model_saves_as_before(bert, tmp_path):
    model = load(bert).model
    model.save_pretrained(tmp_path / "saved")
    assert not (tmp_path / "saved" / "compression.json").exists()
