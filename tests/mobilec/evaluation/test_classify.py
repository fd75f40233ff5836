"""Texts through a program: the tokenizer's ids go in, named shares come out."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.text.encoder import Encoder
from mobilec.evaluation import opened as module
from mobilec.evaluation.classify import classify
from tests.models import tokenizer

LABELS = ("bad", "good")


@dataclass
class Program:
    """Answers with the number of tokens as the first logit and 4 as the second."""

    seen: list[np.ndarray] = field(default_factory=list)
    types: list[np.ndarray | None] = field(default_factory=list)

    def run(self, method, inputs):
        assert method == "forward"
        assert (inputs["attention_mask"] == 1).all()
        self.seen.append(inputs["input_ids"])
        self.types.append(inputs.get("token_type_ids"))
        return {"logits": np.array([[inputs["input_ids"].shape[1], 4.0]], np.float32)}


@pytest.fixture
def program(monkeypatch) -> Program:
    """The program of the bundle that will be opened, whatever its folder."""
    return opened(monkeypatch, pairs=False)


@pytest.fixture
def of_pairs(monkeypatch) -> Program:
    """The same of a bundle that labels pairs and reads token types."""
    return opened(monkeypatch, pairs=True)


def opened(monkeypatch, pairs: bool) -> Program:
    ran = Program()
    file = SimpleNamespace(path="model.onnx", format="onnx", precision="int8")
    manifest = SimpleNamespace(
        task="text-classification",
        files=(file,),
        program=lambda name: file,
        text=SimpleNamespace(labels=LABELS, pairs=pairs),
    )
    bundle = SimpleNamespace(
        folder=Path("bundle"),
        manifest=manifest,
        encoder=Encoder(tokenizer()._tokenizer, 6, token_types=pairs),
        runner=lambda name: ran,
    )
    monkeypatch.setattr(module, "Bundle", SimpleNamespace(open=lambda folder: bundle))
    return ran


def test_the_best_label_and_the_shares(program):
    result = classify(Path("bundle"), ["aa", "aa ab ac"])
    assert [answer.label for answer in result.answers] == ["good", "bad"]
    assert [answer.tokens for answer in result.answers] == [3, 5]
    first = result.answers[0].shares
    assert list(first) == list(LABELS)
    assert first["good"] == pytest.approx(1 / (1 + np.exp(-1)))
    assert sum(first.values()) == pytest.approx(1)


def test_a_long_text_is_cut_at_the_limit(program):
    assert classify(Path("bundle"), ["aa " * 50]).answers[0].tokens == 6
    assert program.seen[0].shape == (1, 6)


def test_an_empty_text_is_refused(program):
    with pytest.raises(Refused, match="empty text"):
        classify(Path("bundle"), ["  "])
    assert program.seen == []


def test_a_pair_is_two_texts_or_a_line_with_a_tab(of_pairs):
    answers = classify(Path("bundle"), [("aa", "ab ac"), "aa\tab ac"]).answers
    assert [(a.text, a.pair, a.tokens) for a in answers] == [("aa", "ab ac", 6)] * 2
    first, second = of_pairs.seen
    assert first.tolist() == second.tolist()
    assert of_pairs.types[0].tolist() == [[0, 0, 0, 1, 1, 1]]


@pytest.mark.parametrize("asked", ["aa", "aa\tab\tac", ("aa", " "), "aa\t "])
def test_one_text_or_an_empty_pair_is_refused_where_pairs_are_labelled(of_pairs, asked):
    with pytest.raises(Refused, match="labels a text and its pair|empty text"):
        classify(Path("bundle"), [asked])
    assert of_pairs.seen == []


def test_a_pair_is_refused_where_texts_are_labelled(program):
    with pytest.raises(Refused, match="one text at a time.*--pairs"):
        classify(Path("bundle"), [("aa", "ab")])
    assert classify(Path("bundle"), ["aa\tab"]).answers[0].text == "aa\tab"


def test_the_result_names_the_file(program):
    document = classify(Path("bundle"), ["aa"]).to_json()
    assert (document["file"], document["format"]) == ("model.onnx", "onnx")
