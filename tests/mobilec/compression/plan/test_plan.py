"""Plans: what a recipe would do, exactly, with nothing written."""

import json
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.methods.svd import METHOD as SVD
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from tests.mobilec.compression.conftest import made, written

HALF = {"method": "svd", "rank": 0.5}
ENERGY = {"method": "svd", "rank": {"energy": 0.9}, "layers": ["*.1.*"]}


def planned(model: Path, folder: Path, *steps: dict[str, object], **more: object):
    return plan_compression(
        CompressOptions(str(model), written(folder, *steps), folder / "small", **more)
    )


def test_a_plan_is_what_compress_does(bert, tmp_path):
    steps = HALF | {"layers": ["*.0.*"]}, ENERGY
    plan = planned(bert, tmp_path, *steps)
    assert [file.name for file in tmp_path.iterdir()] == ["recipe.yaml"]
    result = made(bert, tmp_path, *steps)
    assert plan.before == result.before
    assert [step.plan for step in plan.steps] == [step.plan for step in result.steps]
    assert [step.after for step in plan.steps] == [step.after for step in result.steps]
    assert plan.after == result.after


def test_the_figures_of_a_step_are_those_of_the_model(bert, tmp_path):
    plan = planned(bert, tmp_path, HALF)
    (step,) = plan.steps
    for figure in ("parameters", "int8_bytes", "multiply_adds"):
        of_step = getattr(step.plan.before, figure) - getattr(step.plan.after, figure)
        assert getattr(plan.before, figure) - getattr(plan.after, figure) == of_step > 0


def test_weights_are_loaded_only_where_a_step_must_see_them(bert, tmp_path, monkeypatch):
    monkeypatch.setattr("mobilec.compression.plan.plan.load", lambda *_: pytest.fail("loaded"))
    planned(bert, tmp_path, HALF)
    with pytest.raises(pytest.fail.Exception, match="loaded"):
        planned(bert, tmp_path, ENERGY)


def test_a_step_that_looks_is_planned_on_what_those_before_it_made(bert, tmp_path, monkeypatch):
    narrow = {"method": "svd", "rank": 2, "layers": ["*.1.attention.*"]}
    again = {"method": "svd", "rank": {"energy": 0.9}, "layers": ["*.1.intermediate.*"]}
    applied = []
    apply_ = SVD.apply_
    monkeypatch.setattr(SVD, "apply_", lambda *given: applied.append(given) or apply_(*given))
    planned(bert, tmp_path, narrow, again)
    assert len(applied) == 1
    planned(bert, tmp_path, again, narrow)
    assert len(applied) == 1


def test_a_plan_is_a_document(bert, tmp_path):
    document = json.loads(json.dumps(planned(bert, tmp_path, HALF).to_json()))
    assert document["after"]["parameters"] < document["before"]["parameters"]
    assert 0 < document["expected"]["long"] < 1
    assert document["before"]["attention"] == {"tokens": 128, "multiply_adds": 2 * 2 * 64 * 128}


def test_a_compressed_model_is_planned_too(bert, tmp_path):
    made(bert, tmp_path, HALF | {"layers": ["*.0.*"]}, output=tmp_path / "first")
    plan = planned(tmp_path / "first", tmp_path, HALF | {"layers": ["*.1.*"]})
    counted = sum(p.numel() for p in load(tmp_path / "first").model.parameters())
    assert plan.before.parameters == counted


def test_a_plan_refuses_what_is_taken(bert, tmp_path):
    made(bert, tmp_path, HALF)
    with pytest.raises(Refused, match="holds something already"):
        planned(bert, tmp_path, HALF)
