"""A program that passes narrowly is told what would help, and what that costs in bytes."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from exporters.bundle.bundle import Bundle
from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused, VerificationFailed
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.verify.finding import Finding
from exporters.verify.gates import verify
from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.narrow import advice, narrow_passes
from mobilec.exporting.options import ExportOptions
from tests import models
from tests.mobilec.exporting.conftest import onnx_options

WORST = "model.bert.encoder.layer.1.output.dense"


def parity(relative: float, passed: bool = True, form: str = "onnx") -> Finding:
    return Finding("parity", form, passed, "", {"relative": relative, "allowed": 0.2})


def agreement(share: float) -> Finding:
    return Finding("agreement", "onnx", True, "", {"agreement": share, "needed": 0.9})


def test_what_needs_more_than_half_of_its_room_is_narrow() -> None:
    found = [parity(0.09), parity(0.11), parity(0.3, passed=False), agreement(0.96)]
    found += [agreement(0.94), Finding("padding", "onnx", True, "", {"relative": 0.3})]
    assert narrow_passes(found) == (found[1], found[4])
    exact = Finding("agreement", "onnx", True, "", {"agreement": 1.0, "needed": 1.0})
    assert narrow_passes([exact]) == ()


def told(
    findings: list[Finding], precision: Precision = Precision.INT8, kept: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The advice about a tiny BERT whose layer ``WORST`` int8 hurts most."""
    captured = SimpleNamespace(
        program=capture(models.tiny("bert"), "text-classification", CaptureOptions(16)),
        worst_layers=lambda texts, doing: [(WORST,)],
    )
    job = SimpleNamespace(
        options=SimpleNamespace(precision=precision),
        captured=captured,
        contents=SimpleNamespace(golden_texts=("a", "b")),
    )
    return advice(job, findings, kept, Silent())


def test_the_layer_its_bytes_and_the_other_ways_are_named() -> None:
    (note,) = told([parity(0.11), agreement(0.93)])
    assert "onnx passes narrowly: parity 0.11 of 0.2 allowed and agreement 93.0%, 90% need" in note
    grown = 4 * 64 * 128 - (64 * 128 + 4 * 64)
    assert f"--keep-float '{WORST}' leaves what int8 hurts most in float and adds {grown:,}" in note
    assert "--max-drop 0.01" in note and "--precision int8-weight" in note


def test_a_layer_in_float_costs_half_in_core_ml_and_weights_alone_are_no_way_in_pte() -> None:
    apple, android = told([parity(0.11, form="coreml"), parity(0.12, form="executorch")])
    assert f"adds {2 * 64 * 128 - (64 * 128 + 4 * 64):,} bytes" in apple
    assert "int8-weight" not in apple + android


def test_a_layer_that_is_in_float_already_is_not_named() -> None:
    (note,) = told([parity(0.11)], kept=("*.output.dense",))
    assert "--keep-float" not in note and "--max-drop 0.01" in note


def test_who_has_room_or_no_int8_gets_no_advice() -> None:
    assert told([parity(0.05)]) == told([parity(0.15)], Precision.FP16) == ()


def test_another_limit_is_held_and_repeated_from_the_files(
    checkpoint: Path, exported: ExportResult, tmp_path: Path
) -> None:
    tight = replace(onnx_options(checkpoint, tmp_path / "bundle"), most_error=1e-6)
    with pytest.raises(VerificationFailed, match="--max-drop 0.01 .* --keep-float") as failed:
        export(tight)
    assert {finding.gate for finding in failed.value.findings} == {"parity"}
    wide = replace(tight, most_error=0.9)
    bundle = Bundle.open(export(wide).folder)
    assert bundle.golden.tolerance == {"onnx": 0.9}
    assert bundle.manifest.precision.most_error == 0.9
    (found,) = (f for f in verify(bundle, Silent()) if f.gate == "parity")
    assert found.figures["allowed"] == 0.9
    assert "of 0.9 allowed (asked for)" in found.message
    assert exported.manifest.precision.most_error is None


@pytest.mark.parametrize("limit", [0.0, 2])
def test_a_limit_that_is_no_share_is_refused(limit: float) -> None:
    with pytest.raises(Refused, match="give a share"):
        ExportOptions(most_error=limit)
