"""`mobilec inspect`: where every byte went, for people and for machines."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import mobilec
from mobilec.benchmarking.counting import where as where_room
from mobilec.benchmarking.counting.where import Where
from mobilec.cli.output import Status
from mobilec.inspecting.figures import Inspection, OtherFile
from tests.mobilec.benchmarking.making import counted
from tests.mobilec.inspecting.making import SCALES, TABLE, TIED, inspected, translator


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


@pytest.fixture
def placed(monkeypatch):
    """Where the instructions go, without running any."""
    seen = []

    def where(folder, names, progress):
        seen.append((folder, names))
        made = counted()
        return (
            Where(
                file="model.pte",
                format="executorch",
                processor="cortex-a76",
                int8=("asimddp",),
                load=made.load,
                total=made.sentence("middle").total,
                places=made.places,
            ),
        )

    monkeypatch.setattr(where_room, "where", where)
    return seen


def test_arm_shows_where_the_instructions_go(call, found, placed):
    result = call("inspect", "bundle[1]", "--arm", "--cpu", "cortex-a76")
    assert result.exit_code == 0, result.stderr
    assert placed == [(Path("bundle[1]"), ("cortex-a76",))]
    assert "model.pte on cortex-a76, the middle sentence: 13.00 million" in result.stdout
    assert "dot products" in result.stdout
    rows = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "50.0% multiply libfast.so dot 25% 13.00" in rows
    document = json.loads(call("inspect", "bundle[1]", "--arm", "--json").stdout)
    assert document["arm"][0]["uses"] == ["dot"]


def test_arm_is_of_bundles(call, monkeypatch, placed):
    program = Inspection("model.pte", "program", (inspected(TABLE),), (), None)
    monkeypatch.setattr(mobilec, "inspect", lambda _: program, raising=False)
    result = call("inspect", "model.pte", "--arm")
    assert result.exit_code == Status.REFUSED
    assert "is a program; --arm runs a sentence of a bundle's goldens" in result.stderr
    assert not placed


def test_a_processor_without_arm_is_wrong_usage(call, found):
    result = call("inspect", "bundle[1]", "--cpu", "cortex-a76")
    assert result.exit_code == Status.USAGE
    assert "add --arm" in result.stderr


def test_people_see_methods_row_tables_and_what_stands_twice(call, monkeypatch):
    result = Inspection("bundle", "bundle", (translator(),), (), 4000)
    monkeypatch.setattr(mobilec, "inspect", lambda _: result, raising=False)
    lines = call("inspect", "bundle").stdout.splitlines()
    rows = [" ".join(line.split()) for line in lines]
    decode = next(row for row in rows if row.startswith("decode"))
    assert "token_rows float32 2 x 1 x 40" in decode
    assert "key_0..2 float16 8 x 23 x 16" in decode
    into = "encode source_rows, decode token_rows"
    assert f"head.weight 100 x 40 int8 {into} 1,024 8,192" in rows
    assert "embed --standalone: alone 4,000" in rows


def test_people_see_which_words_a_band_has(call, monkeypatch):
    file = translator()
    (table,) = file.reading.row_tables
    band = replace(table, first=50, column=24)
    banded = replace(file, reading=replace(file.reading, row_tables=(table, band)))
    result = Inspection("bundle", "bundle", (banded,), (), 4000)
    monkeypatch.setattr(mobilec, "inspect", lambda _: result, raising=False)
    shown = " ".join(call("inspect", "bundle").stdout.split())
    assert shown.count("words from") == 1
    assert "100 x 40, words from 50, into column 24" in shown


def test_machines_get_methods_row_tables_and_what_stands_twice():
    document = Inspection("bundle", "bundle", (translator(),), (), 4000).to_json()
    file = document["files"][0]
    assert file["again"] == [
        {"name": "embed", "size_bytes": 4_000, "reason": "--standalone: alone"}
    ]
    assert file["row_tables"][0]["offset"] == 1_024
    assert [method["name"] for method in file["methods"]] == ["encode", "decode"]


def test_machines_get_one_document(call, found):
    assert json.loads(call("inspect", "bundle", "--json").stdout) == json.loads(
        json.dumps(found.to_json())
    )


def test_what_cannot_be_read_is_refused(call, tmp_path):
    result = call("inspect", str(tmp_path))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "neither a manifest.json nor a config.json" in result.stderr
