"""`mobilec shortlist`: what is asked, and what it covers."""

import json
from pathlib import Path

import pytest

import mobilec
from mobilec.shortlisting.coverage import Coverage
from mobilec.shortlisting.shortlist import ShortlistResult

OWN = Coverage(pairs=2000, words=0.9981, whole=0.97, mean_allowed=340.6, most_allowed=1580)
OTHERS = Coverage(pairs=527, words=0.912, whole=0.5, mean_allowed=537.9, most_allowed=1639)


@pytest.fixture
def asked(monkeypatch):
    seen = []

    def shortlist(options, progress):
        seen.append(options)
        held_out = OTHERS if options.evaluation else None
        return ShortlistResult(
            options.output, 445072, 20000, 3, 2778, 8000, 9000, 95254, OWN, held_out
        )

    monkeypatch.setattr(mobilec, "shortlist", shortlist, raising=False)
    return seen


WORDS = ("shortlist", "model", "--pairs", "t.en,t.de", "-o", "lex.bin")


def test_what_is_asked(call, asked):
    result = call(
        *(*WORDS, "--first", "50", "--best", "40", "--prune", "0.01", "--eval", "d.tsv"),
        *("--source-lang", "en", "--target-lang", "de", "--prefix", "to:", "--overwrite"),
    )
    assert result.exit_code == 0, result.stderr
    assert asked == [
        mobilec.ShortlistOptions(
            model="model",
            pairs=Path("t.en,t.de"),
            output=Path("lex.bin"),
            first=50,
            best=40,
            prune=0.01,
            evaluation=Path("d.tsv"),
            source_language="en",
            target_language="de",
            prefix="to:",
            overwrite=True,
        )
    ]


def test_what_nobody_asks_is_as_the_options_have_it(call, asked):
    call(*WORDS)
    assert asked == [mobilec.ShortlistOptions("model", Path("t.en,t.de"), Path("lex.bin"))]


def test_people(call, asked):
    result = call(*WORDS, "--eval", "d.tsv")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["learnt", "from", "2,000", "341", "1,580", "99.8", "97.0"] in rows
    assert ["--eval", "527", "538", "1,639", "91.2", "50.0"] in rows
    assert "lex.bin (445,072 bytes)" in result.stdout
    assert "95,254 entries from 20,000 pairs; 3 were too long: 2,778 of 8,000" in result.stdout


def test_machines(call, asked):
    document = json.loads(call(*WORDS, "--json").stdout)
    assert document["path"] == "lex.bin" and document["held_out"] is None
    assert document["own"]["most_allowed"] == 1580
