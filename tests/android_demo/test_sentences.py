"""The sentences that the apps are held to are those that Python finds today."""

import json

from exporters.text.sentences import split
from tests.fixtures import sentences


def test_sentences() -> None:
    assert json.loads(sentences.FILE.read_text("utf-8")) == sentences.cut()


def test_they_are_those_of_a_translator() -> None:
    """Which cuts at line breaks too, and keeps spaces apart."""
    for line in sentences.cut():
        whole = "".join(line["sentences"])
        pieces = split(whole, line["language"])
        assert [piece.text + piece.space for piece in pieces] == line["sentences"]
