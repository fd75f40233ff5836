"""`mobilec evaluate`: every program beside the float model."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.evaluation.evaluate import EvaluateResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def evaluate(folder, data, reference, progress):
        seen.append((folder, data, reference))
        with progress.stage("model.pte"):
            scores = {"executorch": {"accuracy": 0.905, "f1": 0.91}}
        note = "the float model is not here"
        cut = {"executorch": 12, "onnx": 12 if str(folder) == "bundle" else 3}
        return EvaluateResult(folder, data, 872, scores, None, note, {}, {}, cut)

    monkeypatch.setattr(mobilec, "evaluate", evaluate, raising=False)
    return seen


def test_the_table_and_why_the_float_model_is_missing(call, asked):
    result = call("evaluate", "bundle", "--data", "a/dev.tsv", "--reference", "my/model")
    assert result.exit_code == 0
    assert asked == [(Path("bundle"), Path("a/dev.tsv"), "my/model")]
    assert "872 rows of dev.tsv" in result.stdout
    assert "executorch" in result.stdout
    assert "0.9050" in result.stdout
    assert "the float model is not here" in result.stdout


def test_rows_that_were_cut_are_said(call, asked):
    same = call("evaluate", "bundle", "--data", "dev.tsv").stdout
    assert "12 of 872 rows were cut for want of room; export with a larger --max-length" in same
    each = call("evaluate", "other", "--data", "dev.tsv").stdout
    assert "12 of 872 rows (executorch), 3 of 872 rows (onnx) were cut" in each


def test_machines(call, asked):
    document = json.loads(call("evaluate", "bundle", "--data", "dev.tsv", "--json").stdout)
    assert document["scores"] == {"executorch": {"accuracy": 0.905, "f1": 0.91}}


def test_data_must_be_given(call, asked):
    assert call("evaluate", "bundle").exit_code == 2
    assert asked == []
