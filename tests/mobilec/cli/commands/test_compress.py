"""`mobilec compress`: the plan, the result, and how it ends."""

import json

import pytest
import yaml

from tests import models

HALF = {"method": "svd", "rank": 0.5, "layers": ["*.0.*"]}


@pytest.fixture
def words(tmp_path):
    """The command for a tiny classifier, and its recipe."""
    models.save("bert", tmp_path / "dense")
    (tmp_path / "half.yaml").write_text(yaml.safe_dump([HALF]))
    small = str(tmp_path / "small")
    return [
        "compress",
        str(tmp_path / "dense"),
        "--recipe",
        str(tmp_path / "half.yaml"),
        "-o",
        small,
    ]


@pytest.fixture
def rows(tmp_path):
    lines = (f"so do i {'up' * (n % 3)}\t{n % 3}\n" for n in range(6))
    (tmp_path / "dev.tsv").write_text("sentence\tlabel\n" + "".join(lines))
    return str(tmp_path / "dev.tsv")


def test_a_plan_shows_layers_and_totals_and_writes_nothing(call, words, tmp_path):
    said = call(*words, "--dry-run")
    assert said.exit_code == 0, said.stderr
    for part in (
        "step 1: svd (rank: 0.5, layers: {'*.0.*': {}})",
        "bert.encoder.layer.0.attention.self.query",
        "4,160 > 2,112",
        "multiply-adds a token",
        "Between tokens: attention multiplies and adds 32,768 > 32,768 (x 1.000)",
        "after 1. svd",
        "Expected time: 0.",
        "nothing was written",
    ):
        assert part in " ".join(said.stdout.split()) or part in said.stdout
    assert "bert.encoder.layer.1" not in said.stdout
    assert not (tmp_path / "small").exists()


def test_a_plan_is_a_document(call, words):
    document = json.loads(call(*words, "--dry-run", "--json").stdout)
    assert len(document["steps"][0]["plan"]["seats"]) == 6


def test_the_result_shows_errors_and_quality(call, words, rows, tmp_path):
    said = call(*words, "--eval", rows, "--data", rows)
    assert said.exit_code == 0, said.stderr
    for part in ("of outputs", "the whole model", "accuracy", "as it was", "compressed", "Next:"):
        assert part in said.stdout
    assert json.loads((tmp_path / "small/compression-report.json").read_text())["quality"]


def test_the_result_is_a_document(call, words):
    document = json.loads(call(*words, "--json").stdout)
    assert document["after"]["parameters"] < document["before"]["parameters"]
    assert len(document["steps"][0]["errors"]) == 6


def test_what_is_refused_is_one_message_with_status_1(call, words, tmp_path):
    (tmp_path / "half.yaml").write_text("- method: svdd\n")
    said = call(*words)
    assert said.exit_code == 1
    assert "there is no method 'svdd'; did you mean svd" in said.stderr
    assert not said.stdout and not (tmp_path / "small").exists()


def test_a_recipe_must_be_given(call, tmp_path):
    assert call("compress", str(tmp_path)).exit_code == 2


def test_the_other_commands_take_the_result(call, words, tmp_path):
    assert call(*words).exit_code == 0
    small = str(tmp_path / "small")
    inspected = json.loads(call("inspect", small, "--json").stdout)
    assert inspected["kind"] == "checkpoint"
    planned = json.loads(call("export", small, "--dry-run", "--json").stdout)
    assert planned["parameters"] == inspected["unique_parameters"]
