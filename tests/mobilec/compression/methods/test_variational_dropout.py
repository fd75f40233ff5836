"""variational-dropout: a model that learns how much noise each number bears is plain afterwards."""

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.layers.zeros import of_kept_zeros
from mobilec.training.variational import VariationalLinear
from mobilec.training.zeros import share_of_zeros
from tests.mobilec.compression.conftest import made
from tests.mobilec.compression.methods.test_finetune import LEARN

NOISE = LEARN | {"method": "variational-dropout", "learning_rate": 1e-2, "epochs": 12}


def zeros(folder):
    """The mean share of all matrices that have some."""
    shares = [share_of_zeros(weight) for weight in of_kept_zeros(load(folder).model)]
    return sum(shares) / len(shares)


def test_more_strength_makes_more_zeros_and_the_model_is_plain(bert, labelled, tmp_path):
    found = {}
    for strength in (1e-6, 3.0):
        folder = tmp_path / str(strength)
        folder.mkdir()
        step = NOISE | {"strength": strength}
        result = made(bert, folder, step, train=str(labelled), evaluation=labelled)
        model = load(result.folder).model
        assert not any(isinstance(module, VariationalLinear) for module in model.modules())
        assert not [name for name in model.state_dict() if "sigma" in name]
        found[strength] = zeros(result.folder)
    assert found[1e-6] < 0.5 * found[3.0], found


def test_zeros_stay_in_a_finetune_behind_it(bert, labelled, tmp_path):
    steps = NOISE | {"strength": 3.0}, LEARN
    given = {"train": str(labelled), "evaluation": labelled}
    alone = made(bert, tmp_path, steps[0], output=tmp_path / "alone", **given)
    both = made(bert, tmp_path, *steps, **given)
    one, other = (load(r.folder).model.state_dict() for r in (alone, both))
    name = "bert.encoder.layer.0.output.dense.weight"
    assert torch.equal(one[name] == 0, other[name] == 0)
    assert not torch.equal(one[name], other[name])


def test_only_the_layers_that_were_asked_for(bert, labelled, tmp_path):
    step = NOISE | {"strength": 3.0, "layers": {"*.intermediate.dense": {}}}
    result = made(bert, tmp_path, step, train=str(labelled), evaluation=labelled)
    model = load(result.folder).model
    assert len([*of_kept_zeros(model)]) == 2
    assert share_of_zeros(model.bert.encoder.layer[0].output.dense.weight) == 0
    assert [seat.layer for seat in result.steps[0].plan.seats] == ["sparse", "sparse"]


def test_a_killed_run_ends_as_it_would_have(bert, labelled, tmp_path, killed_at):
    given = {"train": str(labelled), "evaluation": labelled}
    step = NOISE | {"epochs": 2}
    made(bert, tmp_path, step, output=tmp_path / "whole", **given)
    killed_at(5)
    with pytest.raises(KeyboardInterrupt):
        made(bert, tmp_path, step, **given)
    made(bert, tmp_path, step, **given)
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"strength": 0}, "strength is 0.0; give a number above 0"),
        ({"grows": 2}, "grows is 2.0; give a share"),
        ({"patience": 2}, "leave patience and sparsity out"),
        ({"layers": {"*.query": 0.5}}, "a layer is in, {}, or not, null"),
        ({"layers": {"*.qurey": {}}}, "matches no layer"),
        ({"train": None}, "variational-dropout has nothing to learn from"),
    ],
)
def test_what_cannot_be_done_is_refused(bert, labelled, keys, message, tmp_path):
    train = None if "train" in keys else str(labelled)
    with pytest.raises(Refused, match=message):
        made(bert, tmp_path, NOISE | keys, train=train, evaluation=labelled)
