"""A bundle's manifest made by hand, and the command line called as a person calls it."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from exporters.bundle.manifest import (
    Limits,
    Manifest,
    Parity,
    Precision,
    ProgramFile,
    Quality,
    Source,
    Text,
    Tool,
)
from mobilec.cli.main import app

Call = Callable[..., Result]


@pytest.fixture
def call(monkeypatch) -> Call:
    """``call("verify", "bundle")``: the result has exit_code, stdout and stderr; ``stdin``: text
    or bytes."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("MOBILEC_DEBUG", raising=False)
    return lambda *words, stdin=None: CliRunner().invoke(app, list(words), input=stdin)


@pytest.fixture
def manifest() -> Manifest:
    """Of two programs of a model with a million parameters."""
    return Manifest(
        name="tiny",
        task="text-classification",
        created="2026-01-01T00:00:00+00:00",
        tool=Tool("0.1.0", ""),
        source=Source("tiny", "folder", "BertForSequenceClassification", "bert", "00", None),
        files=(program("model.pte", "executorch"), program("model.onnx", "onnx")),
        texts=(),
        text=Text("tokenizer.json", ("negative", "positive"), 0),
        limits=Limits(2, 128),
        precision=Precision("int8", ("pooler", "layer.[0]"), "asked for"),
        unique_parameters=1_000_000,
        quality=(
            Quality("executorch", "accuracy", 0.91, 0.905, "dev.tsv", 872),
            Quality("executorch", "f1", 0.92, 0.915, "dev.tsv", 872),
        ),
        parity=(Parity("executorch", 0.1, 0.0151, 0.96875, "x86_64"),),
    )


def program(path: str, format_name: str) -> ProgramFile:
    """A file of 1.04 MB."""
    return ProgramFile(
        path, format_name, "runtime", "1", "int8", 1_040_000, "00", (), {"int8": 1_000_000}, 0, 0
    )
