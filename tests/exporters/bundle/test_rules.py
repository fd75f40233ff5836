"""What no manifest may say is refused in the words that the apps have too."""

import json
import os

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import NAME, read_manifest
from exporters.bundle.rules import is_plain, refuse_contradictions
from exporters.errors import Refused
from tests.fixtures import hostile, manifests

CASES = json.loads(hostile.FILE.read_text(encoding="utf-8"))
WHOLE = json.loads((manifests.FOLDER / "schema-2.json").read_text(encoding="utf-8"))


def read(document, folder):
    (folder / NAME).write_text(json.dumps(document))
    refuse_contradictions(read_manifest(folder), str(folder / NAME))


def test_the_fixture_is_what_the_cases_say():
    rows = [{"at": list(at), "value": value, "words": words} for at, value, words in hostile.CASES]
    assert rows == CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['at'][-1]}={case['value']!r:.30}")
def test_every_contradiction_is_refused(case, tmp_path):
    with pytest.raises(Refused) as refused:
        read(hostile.changed(WHOLE, tuple(case["at"]), case["value"]), tmp_path)
    assert case["words"] in str(refused.value)
    assert NAME in str(refused.value)


def test_what_contradicts_nothing_is_read(tmp_path):
    read(WHOLE, tmp_path)


@pytest.mark.parametrize("name", ["tiny", "org/model", "opus-mt en-de", "ü.1", "..a", "a" * 255])
def test_names_that_models_have(name):
    assert is_plain(name)


@pytest.mark.parametrize("value", ["\ud800", 10**40, 1e400, float("nan"), True])
def test_values_that_no_app_could_hold(value, tmp_path):
    for at in (("name",), ("files", 0, "size_bytes"), ("decoding", "settings", "length_penalty")):
        with pytest.raises(Refused, match=NAME):
            read(hostile.changed(WHOLE, at, value), tmp_path)


def test_a_manifest_or_a_file_in_a_folder_that_is_a_link_outwards_is_refused(tmp_path):
    """The same bytes, in another place."""
    bundle, elsewhere = tmp_path / "bundle", tmp_path / "elsewhere"
    bundle.mkdir()
    elsewhere.mkdir()
    (elsewhere / NAME).write_text(json.dumps(WHOLE))
    os.symlink(elsewhere / NAME, bundle / NAME)
    with pytest.raises(Refused, match="manifest.json is a link that leaves the bundle"):
        Bundle.open(bundle)
