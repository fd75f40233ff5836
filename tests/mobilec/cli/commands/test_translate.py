"""`mobilec translate`: translations, the file that ran, and a line out for a line in."""

import json
from pathlib import Path

import pytest

import mobilec
from exporters.text.handling import Handling
from mobilec.evaluation.pivot import LegProgram, Pivoted, PivotResult
from mobilec.evaluation.translate import Translated, TranslateResult


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []

    def translate(folder, texts, format_name, beams, heard, handling, keep):
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


@pytest.fixture
def met(monkeypatch) -> list[list[Path]]:
    """Folders of what was asked to translate as one."""
    seen: list[list[Path]] = []

    def pivot(folders, texts, format_name, beams, heard, handling, keep):
        seen.append(list(folders))
        answers = []
        for text in texts:
            first = Translated(text, text.upper(), 5, 7, 12.5, text.count("long"))
            answers.append(Pivoted(text, "ok", (first, Translated("", "ok", 7, 6, 20.25))))
            heard(answers[-1])
        programs = tuple(
            LegProgram(name, *name.split("-"), "model.pte", "executorch", "int8", beams or 1, 24)
            for name in ("de-en", "en-pt")
        )
        return PivotResult(programs, tuple(answers))

    monkeypatch.setattr(mobilec, "pivot", pivot, raising=False)
    return seen


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Folders that are bundles as far as one can see."""
    for name in ("de-en", "en-pt"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()
    return [str(tmp_path / "de-en"), str(tmp_path / "en-pt")]


def test_a_column_a_language_and_both_times(call, met, two):
    result = call("translate", *two, "hallo welt", "und du")
    assert result.exit_code == 0, result.stderr
    assert met == [[Path(folder) for folder in two]]
    rows = [line.split() for line in result.stdout.splitlines()]
    assert rows[0] == ["de", "en", "pt", "ms"]
    assert ["hallo", "welt", "HALLO", "WELT", "ok", "12.5", "+", "20.2"] in rows
    said = " ".join(result.stdout.split())
    assert "by de-en/model.pte (executorch, int8), greedy, then en-pt/model.pte" in said


def test_a_line_in_is_a_line_out_of_both(call, met, two):
    result = call("translate", *two, stdin="hallo\n\nlong\n")
    assert result.stdout == "ok\nok\nok\n"
    assert "1 translation ended at 24 tokens" in result.stderr


def test_both_times_for_machines(call, met, two):
    document = json.loads(call("translate", *two, "hallo", "--json").stdout)
    (answer,) = document["answers"]
    assert [leg["milliseconds"] for leg in answer["legs"]] == [12.5, 20.25]
    assert answer["milliseconds"] == 32.75


def test_a_folder_that_is_no_bundle_is_no_text(call, translator_bundle):
    result = call("translate", str(translator_bundle), "missing/", "hallo")
    assert result.exit_code == 1
    assert "missing is not a bundle" in result.stderr


@pytest.mark.parametrize("text", ["https://a.example/", "and / or/", "en-pt", "."])
def test_a_text_is_no_bundle(call, asked, met, text):
    assert call("translate", "bundle", text).exit_code == 0
    assert not met and len(asked) == 1
