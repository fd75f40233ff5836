"""What is shown of a compressed checkpoint: how each layer is executed, and why so fast."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from mobilec.cli.main import app
from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.inspecting.inspect import inspect
from tests import models


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> tuple[Path, Path]:
    """A dense checkpoint, and a compressed one."""
    work = tmp_path_factory.mktemp("inspected")
    dense = models.save("bert", work / "dense")
    recipe = work / "recipe.yaml"
    recipe.write_text(yaml.safe_dump([{"method": "svd", "rank": 4}]))
    compress(CompressOptions(model=str(dense), recipe=recipe, output=work / "small"))
    return dense, work / "small"


def test_layers_that_read_one_tensor_are_one_row(folders):
    found = inspect(folders[1]).compressed
    assert [len(site.paths) for site in found] == [3, 1, 1, 1] * 2
    assert all(0 < site.stored < 0.3 and 0 < site.time <= 1 for site in found)
    for site in found:
        assert ("factored they would take 1." in site.reason) == (site.form == "dense")
        assert ("it falls as much" in site.reason) == (site.time <= site.stored)


def test_a_dense_checkpoint_has_none(folders):
    assert inspect(folders[0]).compressed == ()


def test_the_command_shows_them(folders):
    shown = CliRunner().invoke(app, ["inspect", str(folders[1])], env={"COLUMNS": "240"})
    assert shown.exit_code == 0
    assert "why the time falls less than the bytes" in shown.stdout
    assert "bert.encoder.layer.0.attention.self.query, key, value" in shown.stdout
    document = json.loads(CliRunner().invoke(app, ["inspect", str(folders[1]), "--json"]).stdout)
    assert document["compressed"][0]["form"] in ("factored", "dense")
