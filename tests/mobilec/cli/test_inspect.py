"""`mobilec inspect`: where every byte went, for people and for machines."""

import json

import pytest

import mobilec
from mobilec.inspection.figures import Inspection, OtherFile
from tests.mobilec.inspection.making import SCALES, TABLE, TIED, inspected


@pytest.fixture
def found(monkeypatch):
    """What the library finds."""
    result = Inspection(
        "bundle[1]", "bundle", (inspected(TABLE, SCALES, TIED),), (OtherFile("golden", 77),), 4000
    )
    monkeypatch.setattr(mobilec, "inspect", lambda _: result, raising=False)
    return result


def test_people_see_every_figure(call, found):
    result = call("inspect", "bundle[1]")
    assert result.exit_code == 0, result.stderr
    lines = [line.split() for line in result.stdout.splitlines()]
    assert "bundle[1] (bundle, 10,077 bytes)" in result.stdout
    summary = "model.pte 10,000 8,400 2.100 4,000 60.0 % 90.0 % 12,345 2"
    assert summary.split() in lines
    assert ["golden", "77"] in lines
    assert ["int8", "8,000", "80.0", "%"] in lines
    assert ["table", "int8", "100", "x", "40", "4,000"] in lines
    assert ["table", "=", "head.weight", "4,000"] in lines
    assert ["forward", "mm", "3", "refused"] in lines


def test_machines_get_one_document(call, found):
    assert json.loads(call("inspect", "bundle", "--json").stdout) == json.loads(
        json.dumps(found.to_json())
    )


def test_what_cannot_be_read_is_refused(call, tmp_path):
    result = call("inspect", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "neither a manifest.json nor a config.json" in result.stderr
