"""`mobilec classify`: labels, their shares, and the file that ran."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.evaluation.classify import Classified, ClassifyResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def classify(folder, texts, format_name):
        seen.append((folder, texts, format_name))
        shares = {"negative": 0.25, "positive": 0.75}
        answers = tuple(Classified(text, "positive", shares, 5) for text in texts)
        return ClassifyResult("model.onnx", "onnx", "int8", answers)

    monkeypatch.setattr(mobilec, "classify", classify, raising=False)
    return seen


def test_a_row_a_sentence_and_what_ran(call, asked):
    result = call("classify", "bundle", "fine [really]", "well", "--format", "onnx")
    assert result.exit_code == 0, result.stderr
    assert asked == [(Path("bundle"), ["fine [really]", "well"], "onnx")]
    assert "fine [really]" in result.stdout
    assert "0.750" in result.stdout
    assert "by model.onnx (onnx, int8)" in result.stdout


def test_machines(call, asked):
    document = json.loads(call("classify", "bundle", "fine", "--json").stdout)
    assert document["answers"][0]["label"] == "positive"
    assert asked[0][2] is None


def test_a_sentence_must_be_given(call, asked):
    assert call("classify", "bundle").exit_code == 2
