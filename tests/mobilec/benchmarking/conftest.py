"""A tiny classifier's bundle with both programs that this machine runs."""

from pathlib import Path

import pytest

from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models


@pytest.fixture(scope="session")
def classifier_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("executorch")
    checkpoint = models.save("bert", tmp_path_factory.mktemp("checkpoint") / "tiny-bert")
    output = tmp_path_factory.mktemp("benched") / "bundle"
    export(
        ExportOptions(str(checkpoint), ("android", "onnx"), lengths=models.LENGTHS, output=output)
    )
    return output
