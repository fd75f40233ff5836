"""`mobilec translate`: translations, the file that ran, and a line out for a line in."""

import json
from pathlib import Path

import pytest

import mobilec
from exporters.text.handling import Handling
from mobilec.evaluation.translate import Translated, TranslateResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def translate(folder, texts, format_name, beams, heard, handling):
        seen.append((folder, format_name, beams, handling))
        answers = []
        for text in texts:
            cut = text.count("long")
            answers.append(Translated(text, text.upper(), 5, 7, 12.5, cut))
            heard(answers[-1])
        return TranslateResult("model.pte", "executorch", "int8", beams or 4, tuple(answers), 24)

    monkeypatch.setattr(mobilec, "translate", translate, raising=False)
    return seen


def test_a_row_a_text_and_what_ran(call, asked):
    result = call("translate", "bundle", "go [home]", "up", "--format", "onnx", "--beams", "1")
    assert result.exit_code == 0, result.stderr
    assert asked == [(Path("bundle"), "onnx", 1, Handling())]
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


def test_texts_may_go_as_they_are(call, asked):
    call("translate", "bundle", "go", "--as-is")
    call("translate", "bundle", "go", "--join-lines")
    assert [handling for *_, handling in asked] == [Handling(as_is=True), Handling(join_lines=True)]


def test_a_byte_order_mark_and_returns_are_no_text(call, asked):
    result = call("translate", "bundle", stdin=b"\xef\xbb\xbfgo\r\nup\rdown\r\n\xc2\x85\n")
    assert result.stdout == "GO\nUP\nDOWN\n\x85\n"


def test_wrapped_lines_are_a_text_a_paragraph(call, asked):
    result = call("translate", "bundle", "--join-lines", "--json", stdin="go\nup\n\ndown\n")
    texts = [answer["text"] for answer in json.loads(result.stdout)["answers"]]
    assert texts == ["go\nup", "", "down"]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_what_was_cut_is_said(call, asked, options):
    result = call("translate", "bundle", *options, stdin="go\nlong long\nlong\n")
    assert "3 translations ended at 24 tokens" in result.stderr
    assert "(in text 2, 3)" in result.stderr
    if options:
        answers = json.loads(result.stdout)["answers"]
        assert [answer["cut"] for answer in answers] == [0, 2, 1]
    assert "ended at" not in call("translate", "bundle", "go").stderr
