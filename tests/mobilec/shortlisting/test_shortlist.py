"""From a translator's folder and a file of pairs to a file of words."""

import random

import pytest

import mobilec
from exporters.errors import Refused
from exporters.text.shortlist import read_shortlist
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import describe_text
from mobilec.shortlisting.options import ShortlistOptions
from mobilec.shortlisting.shortlist import shortlist
from tests import models, translation_models

MEANS = {"aa": "zz", "bb": "yy", "cc": "xx", "dd": "ww", "ee": "vv", "ff": "uu"}


@pytest.fixture(scope="module", params=["marian", "t5"])
def model(request, tmp_path_factory):
    return translation_models.save(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture
def pairs(tmp_path):
    draw = random.Random(0)
    chosen = [draw.choices(sorted(MEANS), k=4) for _ in range(80)]
    for side, lines in (
        ("s", [" ".join(words) for words in chosen]),
        ("t", [" ".join(MEANS[word] for word in reversed(words)) for words in chosen]),
    ):
        (tmp_path / f"train.{side}").write_text("\n".join(lines) + "\n")
    return tmp_path / f"train.s,{tmp_path / 'train.t'}"


def asked(model, pairs, tmp_path, **changes):
    prefix = {"prefix": ""} if model.name.startswith("t5") else {}
    return ShortlistOptions(str(model), pairs, tmp_path / "lex.bin", **(prefix | changes))


def test_words_of_a_translator(model, pairs, tmp_path):
    result = shortlist(asked(model, pairs, tmp_path, first=0, best=2))
    words = describe_text(describe(model)).words if "marian" in model.name else None
    found = read_shortlist(tmp_path / "lex.bin", models.VOCABULARY, models.VOCABULARY)
    assert (result.pairs, result.left_aside, result.entries) == (80, 0, len(found.targets))
    assert result.size_bytes == (tmp_path / "lex.bin").stat().st_size
    assert result.own.words > 0.9 and result.held_out is None
    if words is not None:
        for source, target in MEANS.items():
            ids = words.target.encode(target, add_special_tokens=False).ids
            assert set(ids) <= set(found.allowed(words.ids(source)).tolist()), source


def test_other_pairs_are_measured_too(model, pairs, tmp_path):
    (tmp_path / "dev.tsv").write_text("source\ttarget\naa bb\tzz yy\nqq\tpp\n")
    result = shortlist(asked(model, pairs, tmp_path, evaluation=tmp_path / "dev.tsv"))
    assert result.held_out.pairs == 2 and result.held_out.words < result.own.words
    assert result.to_json()["held_out"]["pairs"] == 2


def test_the_end_of_a_translation_is_always_allowed(model, pairs, tmp_path):
    shortlist(asked(model, pairs, tmp_path, first=0, best=1))
    about = describe(model)
    text = describe_text(about, asked(model, pairs, tmp_path).languages)
    found = read_shortlist(tmp_path / "lex.bin", models.VOCABULARY, models.VOCABULARY)
    allowed = set(found.allowed(text.words.ids("gg hh")).tolist())
    assert set(text.settings.eos_ids) <= allowed


def test_a_file_that_is_there_already(model, pairs, tmp_path):
    (tmp_path / "lex.bin").write_text("mine")
    with pytest.raises(Refused, match="lex.bin is there already; --overwrite replaces it"):
        shortlist(asked(model, pairs, tmp_path))
    assert (tmp_path / "lex.bin").read_text() == "mine"
    shortlist(asked(model, pairs, tmp_path, overwrite=True))
    assert [file.name for file in tmp_path.glob("*lex*")] == ["lex.bin"]


def test_sentences_that_are_too_long_are_left_aside(model, tmp_path):
    long = " ".join(["aa"] * 300)
    (tmp_path / "p.tsv").write_text(f"source\ttarget\n{long}\tzz\naa\t{long}\naa\tzz\n")
    assert shortlist(asked(model, tmp_path / "p.tsv", tmp_path)).left_aside == 2
    (tmp_path / "p.tsv").write_text(f"source\ttarget\n{long}\tzz\n")
    with pytest.raises(Refused, match="p.tsv has no pairs of up to 256 tokens"):
        shortlist(asked(model, tmp_path / "p.tsv", tmp_path, overwrite=True))


def test_a_classifier_says_nothing(tmp_path, pairs):
    folder = models.save("bert", tmp_path / "bert")
    with pytest.raises(Refused, match="does text-classification: shortlists are of translators"):
        shortlist(ShortlistOptions(str(folder), pairs, tmp_path / "lex.bin"))


def test_the_public_call(model, pairs, tmp_path):
    assert mobilec.shortlist is shortlist and mobilec.ShortlistOptions is ShortlistOptions
