"""What the apps' tests are held to is what Python does today."""

import json

from tests.fixtures import decoding, handling, pieces, pivot


def test_searches() -> None:
    assert json.loads(decoding.FILE.read_text()) == json.loads(decoding.text(decoding.made()))


def test_pieces() -> None:
    assert json.loads(pieces.FILE.read_text()) == json.loads(json.dumps(pieces.made()))


def test_texts_are_handled_as_they_were_recorded() -> None:
    assert json.loads(handling.FILE.read_text()) == json.loads(json.dumps(handling.made()))


def test_texts_through_two_translators_and_what_there_is_to_choose() -> None:
    assert json.loads(pivot.FILE.read_text()) == json.loads(json.dumps(pivot.made()))
