"""A bundle made before weights were uint8 opens and answers, and `verify` says what to do."""

from pathlib import Path

import pytest

from exporters.errors import VerificationFailed
from exporters.onnx import lower
from exporters.processor import this_processor
from exporters.verify.finding import Finding
from exporters.verify.gates import FILE_GATES
from mobilec.evaluation.classify import classify
from mobilec.exporting.export import ExportResult, export
from mobilec.verifying.verify import verify
from tests.exporters.onnx.old_form import signed_weights
from tests.mobilec.exporting.conftest import onnx_options

TEXTS = ("a fine day", "nothing works", "it is what it is")


@pytest.fixture(scope="module")
def old(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("onnxruntime")
    output = tmp_path_factory.mktemp("old") / "bundle"
    with pytest.MonkeyPatch.context() as patch, signed_weights():
        patch.setattr(lower, "EXACT", "mobilec.other")
        patch.setitem(FILE_GATES, "int8 form", lambda subject: Finding("int8 form", "", True, ""))
        export(onnx_options(checkpoint, output))
    return output


def test_verify_says_that_it_is_of_the_old_form_and_nothing_else(old: Path) -> None:
    failed = [finding for finding in verify(old).findings if not finding.passed]
    assert [finding.gate for finding in failed] == ["int8 form"]
    assert "x86 without VNNI" in failed[0].message
    assert "mobilec export ... --target onnx --overwrite" in failed[0].message


def test_it_answers_as_the_one_that_is_made_now(old: Path, exported: ExportResult) -> None:
    before, now = (classify(folder, TEXTS, "onnx").answers for folder in (old, exported.folder))
    assert [a.shares for a in before] == [a.shares for a in now]


def test_an_export_of_the_old_form_is_caught(checkpoint: Path, tmp_path: Path) -> None:
    with signed_weights(), pytest.raises(VerificationFailed, match="int8 form of onnx"):
        export(onnx_options(checkpoint, tmp_path / "bundle"))
    assert not (tmp_path / "bundle").exists()


def test_what_was_measured_names_the_processor(exported: ExportResult) -> None:
    here, manifest = this_processor(), exported.manifest
    assert all(str(here) in parity.verified_on for parity in manifest.parity)
    (noted,) = manifest.verified_on
    assert (noted.processor, noted.int8, noted.by, noted.format) == (
        here.name,
        here.int8,
        "",
        "onnx",
    )
