"""`mobilec translate`: translations, the file that ran, and a line out for a line in."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.evaluation.translate import Translated, TranslateResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def translate(folder, texts, format_name, beams, heard):
        seen.append((folder, format_name, beams))
        answers = []
        for text in texts:
            answers.append(Translated(text, text.upper(), 5, 7, 12.5))
            heard(answers[-1])
        return TranslateResult("model.pte", "executorch", "int8", beams or 4, tuple(answers))

    monkeypatch.setattr(mobilec, "translate", translate, raising=False)
    return seen


def test_a_row_a_text_and_what_ran(call, asked):
    result = call("translate", "bundle", "go [home]", "up", "--format", "onnx", "--beams", "1")
    assert result.exit_code == 0, result.stderr
    assert asked == [(Path("bundle"), "onnx", 1)]
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["go", "[home]", "GO", "[HOME]", "5", ">", "7", "12.5"] in rows
    assert "by model.pte (executorch, int8), greedy" in result.stdout


def test_a_line_in_is_a_line_out(call, asked):
    result = call("translate", "bundle", stdin="go\n\nup\n")
    assert result.stdout == "GO\n\nUP\n"
    assert "4 beams" in result.stderr


def test_machines(call, asked):
    document = json.loads(call("translate", "bundle", "--json", stdin="go\nup").stdout)
    assert [answer["translation"] for answer in document["answers"]] == ["GO", "UP"]
    assert document["answers"][0]["milliseconds"] == 12.5


def test_no_beams_are_wrong_usage(call, asked):
    assert call("translate", "bundle", "go", "--beams", "0").exit_code == 2
