"""What the apps' tests are held to is what Python does today."""

import json

from tests.fixtures import decoding, pieces


def test_searches() -> None:
    assert json.loads(decoding.FILE.read_text()) == json.loads(decoding.text(decoding.made()))


def test_pieces() -> None:
    assert json.loads(pieces.FILE.read_text()) == json.loads(json.dumps(pieces.made()))
