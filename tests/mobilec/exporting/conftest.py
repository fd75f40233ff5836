"""One tiny checkpoint on disk, and one finished ONNX bundle of it, for all tests here."""

from pathlib import Path

import pytest

from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.options import ExportOptions
from tests import models
from tests.models import LENGTHS


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return models.save("bert", tmp_path_factory.mktemp("checkpoint") / "tiny-bert")


@pytest.fixture(scope="session")
def exported(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> ExportResult:
    pytest.importorskip("onnxruntime")
    output = tmp_path_factory.mktemp("exported") / "bundle"
    return export(onnx_options(checkpoint, output))


def onnx_options(checkpoint: Path, output: Path) -> ExportOptions:
    return ExportOptions(str(checkpoint), ("onnx",), lengths=LENGTHS, output=output)
