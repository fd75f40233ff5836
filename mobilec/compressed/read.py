"""Reads compression.json: every field is checked, and an earlier schema becomes this one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from transformers import PreTrainedModel

from exporters.bundle.records import from_json
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from mobilec.compressed import first_schema
from mobilec.compressed.edits import edits_from
from mobilec.compressed.record import RECORD, SCHEMA, Record
from mobilec.compressed.step import StepPlan


def read_record(folder: Path, of: type[PreTrainedModel]) -> Record | None:
    """The record beside a model; None for a dense one. ``of``: the class of the model, by which
    the steps of schema 1 are understood."""
    file = folder / RECORD
    if not file.is_file():
        return None
    document = read_json(file, "compress the model again")
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema == SCHEMA:
        return _record(document, str(file))
    if schema == first_schema.SCHEMA:
        return first_schema.upgraded(document, of, folder)
    raise Refused(
        f"{file} has schema {schema!r}; this version of mobilec reads {first_schema.SCHEMA} and "
        f"{SCHEMA}"
    )


def _record(document: dict[str, Any], where: str) -> Record:
    steps = document.get("steps")
    if not isinstance(steps, list):
        return from_json(Record, document, where)
    made = tuple(_step(each, f"{where}.steps[{at}]") for at, each in enumerate(steps))
    return replace(from_json(Record, document | {"steps": []}, where), steps=made)


def _step(document: Any, where: str) -> StepPlan:
    if not isinstance(document, dict):
        return from_json(StepPlan, document, where)
    edits = edits_from(document.get("edits"), f"{where}.edits")
    return replace(from_json(StepPlan, document | {"edits": []}, where), edits=edits)
