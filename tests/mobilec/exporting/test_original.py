"""`verify --reference`: the checkpoint of a bundle, captured again and compared with the file."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import write_manifest
from exporters.errors import Refused
from mobilec.exporting.export import ExportResult
from mobilec.exporting.original import original_of
from mobilec.verifying.verify import verify
from tests import models

GATES = ("constants", "emulation")


def compared(folder: Path, reference: str | None) -> dict[str, tuple[bool, str]]:
    findings = verify(folder, reference=reference).findings
    return {f.gate: (f.passed, f.message) for f in findings if f.gate in GATES}


def test_an_export_compared_every_constant(exported: ExportResult) -> None:
    found = {f.gate: f for f in exported.findings if f.gate in GATES}
    assert found["constants"].figures["constants"] > 20
    assert found["emulation"].figures["relative"] < 0.03


def test_with_the_checkpoint_all_is_compared(exported: ExportResult, checkpoint: Path) -> None:
    found = compared(exported.folder, str(checkpoint))
    assert all(passed for passed, _ in found.values())
    assert "none of the model's is missing" in found["constants"][1]


def test_without_it_the_finding_says_so(exported: ExportResult) -> None:
    found = compared(exported.folder, None)
    assert all(passed and "--reference" in message for passed, message in found.values())


def test_a_bundle_that_was_changed_and_signed_again_is_found(
    exported: ExportResult, checkpoint: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(exported.folder, tmp_path / "changed"))
    (file,) = exported.manifest.files
    onnx = pytest.importorskip("onnx")
    model = onnx.load(folder / file.path)
    (bias,) = (t for t in model.graph.initializer if t.name.endswith("layer.1.output.dense.bias"))
    bias.raw_data = bytes(len(bias.raw_data))
    onnx.save(model, folder / file.path)
    sha256, size = digest(folder / file.path)
    signed = replace(file, sha256=sha256, size_bytes=size)
    write_manifest(replace(exported.manifest, files=(signed,)), folder)
    passed, message = compared(folder, str(checkpoint))["constants"]
    assert not passed
    assert "layer.1.output.dense.bias is not in the file" in message


def test_another_checkpoint_is_refused(exported: ExportResult, tmp_path: Path) -> None:
    other = models.save("distilbert", tmp_path / "other")
    with pytest.raises(Refused, match="name the checkpoint that it was made from"):
        original_of(Bundle.open(exported.folder), str(other))
