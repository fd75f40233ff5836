"""The check of what Swift's benchmark writes, and that it bites; test_swift.py asks it."""

import dataclasses
import json
from pathlib import Path

import pytest

from mobilec.benchmarking.run import Reason
from mobilec.benchmarking.run_file import written
from tests.ios_demo.run_json import LEFT, wrong
from tests.mobilec.benchmarking.making import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = run(1.0, 1.0, 1.0, runner="swift").to_json()
    for name in LEFT:
        (tmp_path / name).write_text(written(document))
    return tmp_path


def _changed(folder: Path, **fields: object) -> None:
    path = folder / "sentiment.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_documents_that_python_reads_pass(folder: Path) -> None:
    assert wrong(folder) == []


def test_a_document_that_was_not_written_is_noticed(folder: Path) -> None:
    (folder / "compiled.json").unlink()
    assert wrong(folder) == ["compiled.json is missing"]


def test_a_field_that_the_schema_does_not_know_is_noticed(folder: Path) -> None:
    _changed(folder, speed="fast")
    assert "run.schema.json" in "".join(wrong(folder))


def test_another_runner_is_noticed(folder: Path) -> None:
    _changed(folder, runner="kotlin")
    assert wrong(folder) == ["sentiment.json is of the runner kotlin"]


def test_another_judgement_is_noticed(folder: Path) -> None:
    _changed(folder, valid=False, reasons=[dataclasses.asdict(Reason("spread", "wide"))])
    assert "['spread'] in Swift and []" in "".join(wrong(folder))


def test_statistics_of_other_samples_are_noticed(folder: Path) -> None:
    document = json.loads((folder / "sentiment.json").read_text())
    document["measured"]["sentences"][0]["total_ms"]["statistics"]["p90"] += 1
    _changed(folder, **document)
    assert "other statistics" in "".join(wrong(folder))
