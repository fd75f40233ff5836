"""Bundles on ARM, without and with dot product: right ones pass, wrong ones are caught."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import read_manifest, write_manifest
from exporters.errors import Refused
from mobilec.arm import verify
from mobilec.arm.beside import GATE
from mobilec.arm.emulator import Emulator
from mobilec.arm.load import OnArm
from mobilec.arm.processors import DOT, PROCESSORS
from mobilec.arm.setup import emulator
from mobilec.arm.verify import ArmResult, verify_on_arm

WITHOUT, WITH = "cortex-a53", "cortex-a76"


RIGHT = (
    pytest.param(("classifier", (WITHOUT, WITH)), id="classifier"),
    pytest.param(("translator_on_arm", (WITH,)), id="translator"),
    pytest.param(("translator_on_arm", (WITHOUT,)), id="translator-old", marks=pytest.mark.product),
)
"""A bundle, and the processors that it is verified on."""


@pytest.fixture(scope="module", params=RIGHT)
def result(request: pytest.FixtureRequest) -> ArmResult:
    """A right bundle on some processors."""
    bundle, processors = request.param
    return verify_on_arm(request.getfixturevalue(bundle), processors)


def test_what_is_right_here_is_right_on_arm(result: ArmResult) -> None:
    folder = result.folder
    failed = [f for on in result.processors for f in on.findings if not f.passed]
    assert not failed
    names = [on.processor for on in result.processors]
    assert [on.int8 for on in result.processors] == [_features(name) for name in names]
    noted = [v for v in read_manifest(folder).verified_on if v.by]
    assert {(v.processor, v.format) for v in noted} >= {
        (name, form) for name in names for form in ("executorch", "onnx")
    }
    assert all(v.by.startswith("qemu ") for v in noted)
    Bundle.open(folder)


def _features(processor: str) -> tuple[str, ...]:
    return emulator().int8_features(PROCESSORS[processor])


def test_the_models_offer_what_is_said_of_them(on_arm: None) -> None:
    assert DOT not in _features(WITHOUT)
    assert DOT in _features(WITH)


def test_both_formats_answer_to_whole_sentences(result: ArmResult) -> None:
    for on in result.processors:
        agreement = [finding for finding in on.findings if finding.gate == "agreement"]
        assert [finding.format for finding in agreement] == ["executorch", "onnx"]
        assert all(int(finding.figures["sentences"]) > 1 for finding in agreement)


@pytest.fixture
def only_onnx(classifier: Path, tmp_path: Path) -> Path:
    """The bundle with nothing but its .onnx."""
    folder = shutil.copytree(classifier, tmp_path / "bundle")
    manifest = read_manifest(folder)
    files = tuple(file for file in manifest.files if file.format == "onnx")
    write_manifest(replace(manifest, files=files, verified_on=()), folder)
    return folder


def test_a_kernel_that_is_wrong_on_arm_alone_is_caught(
    only_onnx: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = OnArm.__call__

    def perturbed(self: OnArm, form: str, path: Path):
        right = started(self, form, path)
        return lambda method, inputs: [_perturbed(output) for output in right(method, inputs)]

    monkeypatch.setattr(OnArm, "__call__", perturbed)
    result = verify_on_arm(only_onnx, (WITH,))
    assert {f.gate for f in result.processors[0].findings if not f.passed} >= {GATE}
    assert not read_manifest(only_onnx).verified_on


def _perturbed(logits: np.ndarray) -> np.ndarray:
    """What a kernel gives that loses the last channel of each tile."""
    wrong = logits.copy()
    wrong[..., -1] = 0
    return wrong


def test_a_wrong_zero_point_is_caught(only_onnx: Path) -> None:
    """uint8 activations whose products take 128 away, as they should, or 100."""
    path = only_onnx / read_manifest(only_onnx).files[0].path
    model = onnx.load(path)
    for tensor in model.graph.initializer:
        value = numpy_helper.to_array(tensor)
        if value.dtype == np.uint8 and value.ndim == 0 and value == 128:
            tensor.CopyFrom(numpy_helper.from_array(np.array(100, np.uint8), tensor.name))
            break
    else:
        pytest.fail("no zero point found to spoil")
    onnx.save(model, path)
    _rehash_(only_onnx, path)
    failed = [f for f in verify_on_arm(only_onnx, (WITH,)).processors[0].findings if not f.passed]
    assert "parity" in {finding.gate for finding in failed}


def _rehash_(folder: Path, path: Path) -> None:
    """The manifest of somebody who changed the file on purpose."""
    manifest = read_manifest(folder)
    sha256, size = digest(path)
    files = tuple(replace(f, sha256=sha256, size_bytes=size) for f in manifest.files)
    write_manifest(replace(manifest, files=files), folder)


def test_a_method_that_is_not_there_is_said(on_arm: None, classifier: Path) -> None:
    with (
        emulator().pte(classifier / "model.pte", PROCESSORS[WITH]) as process,
        pytest.raises(Refused, match="backward.*0x"),
    ):
        process.call("backward", [])


def test_a_file_that_is_no_program_ends_the_process_with_its_words(
    on_arm: None, tmp_path: Path
) -> None:
    (tmp_path / "model.pte").write_bytes(b"no program at all" * 100)
    with (
        emulator().pte(tmp_path / "model.pte", PROCESSORS[WITH]) as process,
        pytest.raises(Refused, match=r"(?s)exit status 1: .*loading the program"),
    ):
        process.call("forward", [])


def test_core_ml_alone_cannot_be_tried(tmp_path: Path, classifier: Path) -> None:
    folder = shutil.copytree(classifier, tmp_path / "bundle")
    manifest = read_manifest(folder)
    files = (replace(manifest.files[0], format="coreml"),)
    write_manifest(replace(manifest, files=files), folder)
    with pytest.raises(Refused, match="holds coreml; on ARM run executorch, onnx"):
        verify_on_arm(folder, (WITH,))


def test_on_arm_itself_nothing_is_emulated(
    only_onnx: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PROCESSORS[WITH]
    monkeypatch.setattr(verify, "is_native", lambda: True)
    monkeypatch.setattr(verify, "this_processor", lambda: real)
    monkeypatch.setattr(Emulator, "onnx", None)
    assert verify_on_arm(only_onnx).passed
    assert json.loads((only_onnx / "manifest.json").read_text())["verified_on"][0]["by"] == ""
    with pytest.raises(Refused, match="cannot be chosen"):
        verify_on_arm(only_onnx, (WITH,))
