"""Every figure of a reading that is small enough to count by hand."""

import json

from exporters.reading import Reading
from mobilec.inspecting.figures import InspectedFile, Inspection, OtherFile
from tests.mobilec.inspecting.making import (
    NORM,
    OPERATORS,
    SAME_NORM,
    SCALES,
    TABLE,
    TIED,
    inspected,
)


def test_bytes_by_dtype_and_the_rest_is_the_graph() -> None:
    file = inspected(TABLE, SCALES, NORM)
    assert file.stored_bytes == 4464
    assert file.bytes_by_dtype == {"graph": 5536, "int8": 4000, "float32": 464}
    assert sum(file.bytes_by_dtype.values()) == file.reading.size_bytes


def test_a_matrix_stored_twice_is_named() -> None:
    file = inspected(TABLE, SCALES, TIED)
    assert file.duplicates == [(TABLE, TIED)]
    assert file.duplicate_bytes == 4000


def test_small_tensors_may_be_equal_by_chance() -> None:
    file = inspected(TABLE, NORM, SAME_NORM)
    assert file.duplicates == [] and file.duplicate_bytes == 0


def test_shares_inside() -> None:
    file = inspected(TABLE)
    assert file.operators_inside == 0.6
    assert file.multiply_adds_inside == 0.9


def test_without_operators_there_is_no_share() -> None:
    file = InspectedFile("weights", Reading("safetensors", 5000, (TABLE,), (), ()))
    assert file.operators_inside is None and file.multiply_adds_inside is None


def test_outside_begins_with_the_most_frequent() -> None:
    assert inspected(TABLE).outside == (OPERATORS[2], OPERATORS[1])


def test_the_largest_tensors() -> None:
    assert inspected(NORM, TABLE, SCALES).largest(2) == [TABLE, SCALES]


def test_bytes_per_parameter_needs_their_number() -> None:
    file = inspected(TABLE, SCALES)
    known = Inspection("p", "bundle", (file,), unique_parameters=4000)
    assert known.bytes_per_parameter(file) == 1.1
    assert Inspection("p", "program", (file,)).bytes_per_parameter(file) is None


def test_the_document_is_plain_and_complete() -> None:
    file = inspected(TABLE, TIED)
    others = (OtherFile("tokenizer.json", 500),)
    document = Inspection("p", "bundle", (file,), others, 4000).to_json()
    assert json.loads(json.dumps(document))["kind"] == "bundle"
    assert document["size_bytes"] == 10_500
    (found,) = document["files"]
    assert found["duplicates"] == [["table", "head.weight"]]
    assert found["bytes_per_parameter"] == 2.0
    assert found["methods"][0]["arena_bytes"] == 12_345
    assert [t["name"] for t in found["tensors"]] == ["table", "head.weight"]
    assert found["operators"][2]["reason"] == "refused"
