"""`mobilec teach`: what is asked, and what it says of the file."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.teaching.teach import TeachResult

LEFT = {"empty": 0, "without an end": 3, "a copy": 12, "of other length": 5, "a loop": 1}


@pytest.fixture
def asked(monkeypatch):
    seen = []

    def teach(options, progress):
        seen.append(options)
        return TeachResult(options.output, 72960, 57380, 15100, 57359, LEFT)

    monkeypatch.setattr(mobilec, "teach", teach, raising=False)
    return seen


WORDS = ("teach", "model", "--texts", "mono.en", "-o", "taught.tsv")


def test_what_is_asked(call, asked):
    result = call(
        *(*WORDS, "--texts", "pairs.tsv", "--beams", "2", "--batch-pieces", "512"),
        *("--longest", "64", "--ratio", "2.5", "--jobs", "3", "--overwrite"),
        *("--source-lang", "en", "--target-lang", "pt", "--prefix", "to:"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked == [
        mobilec.TeachOptions(
            model="model",
            texts=(Path("mono.en"), Path("pairs.tsv")),
            output=Path("taught.tsv"),
            beams=2,
            batch_pieces=512,
            longest=64,
            ratio=2.5,
            jobs=3,
            source_language="en",
            target_language="pt",
            prefix="to:",
            overwrite=True,
        )
    ]


def test_what_nobody_asks_is_as_the_options_have_it(call, asked):
    call(*WORDS)
    assert asked == [mobilec.TeachOptions("model", (Path("mono.en"),), Path("taught.tsv"))]


def test_people(call, asked):
    said = call(*WORDS).stdout
    rows = [line.split() for line in said.splitlines()]
    assert ["pairs", "57,359"] in rows
    assert ["left", "aside:", "a", "copy", "12"] in rows
    assert "72,960 lines have 57,380 sentences, and 15,100 that had come before" in said


def test_machines(call, asked):
    document = json.loads(call(*WORDS, "--json").stdout)
    assert document["path"] == "taught.tsv" and document["left_aside"] == LEFT


def test_a_wrong_name_is_refused(call):
    result = call("teach", "model", "--texts", "mono.en", "-o", "taught.txt")
    assert result.exit_code == 1 and "name it .tsv" in result.stderr
