"""The dataclasses and run.schema.json are one thing."""

import dataclasses
import json
import typing
from pathlib import Path

import pytest

import mobilec.benchmarking.run as run_module
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import Place
from mobilec.benchmarking.browser import Brand, Browser
from mobilec.benchmarking.clocks import Clocked, CoreKind
from mobilec.benchmarking.counts import Counted, CountedSentence
from mobilec.benchmarking.pages import Pages
from mobilec.benchmarking.run import Run
from mobilec.benchmarking.statistics import Statistics

SCHEMA = json.loads((Path(run_module.__file__).parent / "run.schema.json").read_text())
KINDS = {
    "session": run_module.Session,
    "app": run_module.App,
    "device": run_module.Device,
    "core_kind": CoreKind,
    "browser": Browser,
    "brand": Brand,
    "condition": run_module.Condition,
    "conditions": run_module.Conditions,
    "clocked": Clocked,
    "variant": run_module.Measurand,
    "protocol": run_module.Protocol,
    "goldens": run_module.Goldens,
    "measured": run_module.Measured,
    "load": run_module.Load,
    "statistics": Statistics,
    "series": run_module.Series,
    "sentence": run_module.Sentence,
    "memory": run_module.Memory,
    "pages": Pages,
    "minute": run_module.Minute,
    "counted": Counted,
    "counted_sentence": CountedSentence,
    "counts": Counts,
    "place": Place,
    "reason": run_module.Reason,
    "note": run_module.Note,
}


OF_ONE_SYSTEM = {
    *("compute_units", "ran_on", "plan", "compile_ms", "first_ever_load_ms", "first_answer_ms"),
    *("interruptions", "sampled", "rollup", "notes", "core_kinds", "clocks"),
    *("counted", "browser", "provider", "batch", "warmed"),
}
"""Added after other runners had written documents, which must stay valid without."""


def names(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


@pytest.mark.parametrize("name", KINDS)
def test_fields_are_those_of_the_schema(name):
    described = SCHEMA["$defs"][name]
    assert names(KINDS[name]) == set(described["properties"])
    assert names(KINDS[name]) - OF_ONE_SYSTEM == set(described["required"])


def test_the_document_too():
    assert names(Run) == set(SCHEMA["properties"])
    assert names(Run) - OF_ONE_SYSTEM == set(SCHEMA["required"])


def objects(schema: object) -> typing.Iterator[dict]:
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_no_object_takes_what_it_does_not_know_or_lacks_a_field():
    found = list(objects(SCHEMA))
    assert len(found) > len(KINDS)
    for schema in found:
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) == set(schema["properties"]) - OF_ONE_SYSTEM
