"""`mobilec report`: the format that is written, and where."""

import json
from dataclasses import replace

import pytest

from mobilec.benchmarking.run_file import write_run
from tests.mobilec.benchmarking.making import identity, run


@pytest.fixture
def runs(tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    write_run(replace(run(), id=identity(7)), folder / "a.json")
    return folder


@pytest.mark.parametrize(
    ("name", "words", "start"),
    [
        ("a.html", (), "<!doctype html>"),
        ("a.md", (), "## Classification: tiny"),
        ("a.csv", (), "bundle,"),
        ("a.txt", ("--as", "csv"), "bundle,"),
        ("a.page", (), "<!doctype html>"),
    ],
)
def test_the_name_or_the_option_says_what_is_written(call, runs, tmp_path, name, words, start):
    result = call("report", str(runs), "-o", str(tmp_path / name), *words)
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / name).read_text().startswith(start)
    assert f"{name}: 1 runs" in result.stdout.replace("\n", "")


def test_without_a_file_it_goes_to_stdout(call, runs):
    assert call("report", str(runs), "--as", "md").stdout.startswith("## Classification: tiny")


def test_machines(call, runs):
    document = json.loads(call("report", str(runs), "--as", "md", "--json").stdout)
    assert document["runs"][0]["middle_p50_ms"] == 10.0


def test_a_file_that_is_no_run_is_refused(call, tmp_path):
    (tmp_path / "a.json").write_text("{}")
    result = call("report", str(tmp_path / "a.json"))
    assert result.exit_code == 1
    assert "is not a run.json" in result.stderr
