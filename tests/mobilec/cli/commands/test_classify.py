"""`mobilec classify`: labels, their shares, and the file that ran."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.cli.views import lines
from mobilec.evaluation.classify import Classified, ClassifyResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def classify(folder, texts, format_name, heard, keep):
        seen.append((folder, format_name))
        shares = {"[/negative]": 0.25, "[positive]": 0.75}
        answers = []
        for each in texts:
            text, pair = (each, None) if isinstance(each, str) else each
            answers.append(Classified(text, "[positive]", shares, 5, 1.25, pair))
            heard(answers[-1])
        kept = tuple(answers) if keep else ()
        return ClassifyResult("model.onnx", "onnx", "int8", tuple(shares), kept)

    monkeypatch.setattr(mobilec, "classify", classify, raising=False)
    return seen


def test_a_row_a_sentence_and_what_ran(call, asked):
    result = call("classify", "bundle", "fine [really]", "well", "--format", "onnx")
    assert result.exit_code == 0, result.stderr
    assert asked == [(Path("bundle"), "onnx")]
    assert "fine [really]" in result.stdout
    heading, row, *_ = (line.split() for line in result.stdout.splitlines())
    assert heading == ["sentence", "label", "[/negative]", "[positive]", "ms"]
    assert row[:3] == ["fine", "[really]", "[positive]"]
    assert "0.750" in result.stdout
    assert "by model.onnx (onnx, int8)" in result.stdout


def test_a_pair_beside_each_text(call, asked):
    result = call("classify", "bundle", "fine", "well", "--pair", "good", "--pair", "so [so]")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.split()[:2] == ["text", "pair"]
    assert "so [so]" in result.stdout
    document = json.loads(call("classify", "bundle", "fine", "--pair", "good", "--json").stdout)
    assert document["answers"][0]["pair"] == "good"


@pytest.mark.parametrize("texts", [("fine", "well"), ()])
def test_as_many_pairs_as_texts(call, asked, texts):
    result = call("classify", "bundle", *texts, "--pair", "good", stdin="fine\n")
    assert result.exit_code == 2
    assert asked == []


def test_machines(call, asked):
    document = json.loads(call("classify", "bundle", "fine", "--json").stdout)
    assert document["answers"][0]["label"] == "[positive]"
    assert asked[0][1] is None


def test_a_line_in_is_a_line_out(call, asked):
    result = call("classify", "bundle", stdin="fine\nwell \u2028 done\n")
    assert result.stdout == "[positive]\t0.750\n[positive]\t0.750\n"
    assert "by model.onnx (onnx, int8)" in result.stderr
    document = json.loads(call("classify", "bundle", "--json", stdin="fine\n").stdout)
    assert [answer["text"] for answer in document["answers"]] == ["fine"]


def test_a_byte_order_mark_and_returns_are_no_text(call, asked):
    result = call("classify", "bundle", "--json", stdin=b"\xef\xbb\xbffine\r\nwell\rdone")
    answers = json.loads(result.stdout)["answers"]
    assert [answer["text"] for answer in answers] == ["fine", "well", "done"]


def test_a_line_that_is_no_text_is_refused(call, asked):
    result = call("classify", "bundle", stdin=b"fine\nf\xffne\n")
    assert result.exit_code == 1
    assert "stdin, line 2: not UTF-8" in result.stderr


def test_a_sentence_must_be_given(call, asked, monkeypatch):
    monkeypatch.setattr(lines, "_is_terminal", lambda stream: True)
    assert call("classify", "bundle").exit_code == 2


def test_a_blank_line_stays_one_and_those_behind_it_are_answered(call, asked):
    result = call("classify", "bundle", stdin="fine\n\n \nwell\n")
    assert result.exit_code == 0
    assert result.stdout == "[positive]\t0.750\n\n\n[positive]\t0.750\n"
    document = json.loads(call("classify", "bundle", "--json", stdin="fine\n\nwell\n").stdout)
    assert [answer["text"] for answer in document["answers"]] == ["fine", "well"]


def test_no_line_at_all_has_no_answer(call, asked):
    result = call("classify", "bundle", stdin="")
    assert (result.exit_code, result.stdout) == (0, "")
    document = json.loads(call("classify", "bundle", "--json", stdin="").stdout)
    assert document["answers"] == []


@pytest.mark.parametrize("command", ["classify", "translate"])
def test_what_was_typed_in_another_encoding_is_refused_before_anything_is_opened(call, command):
    result = call(command, "nowhere", "fine", "caf\udce9")
    assert result.exit_code == 1
    assert "TEXT 2 is no Unicode at its character 4" in result.stderr
    assert "the byte E9 that is not UTF-8" in result.stderr
