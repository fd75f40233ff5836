"""`mobilec verify`: what the gates found, and status 3 when one failed."""

import json
from pathlib import Path

import pytest

import mobilec
from exporters.verify.finding import Finding
from mobilec.verifying.verify import VerifyResult

NEAR = Finding("parity", "onnx", True, "error 0.01 of 0.25", {"relative": 0.01})
FAR = Finding("padding", "onnx", False, "7 pads move the answer by 0.4", {"moved": 0.4})


@pytest.fixture
def found(monkeypatch) -> list[Finding]:
    """What the next verification will find."""
    findings: list[Finding] = []

    def verify(folder, progress, reference=None):
        with progress.stage("verifying"):
            return VerifyResult(folder, tuple(findings))

    monkeypatch.setattr(mobilec, "verify", verify, raising=False)
    return findings


def test_all_passed(call, found):
    found.append(NEAR)
    result = call("verify", "bundle")
    assert result.exit_code == 0
    assert "bundle passed every check" in result.stdout


def test_one_failed(call, found):
    found.extend([NEAR, FAR])
    result = call("verify", "bundle")
    assert result.exit_code == 3
    assert "1 of 2 checks FAILED" in result.stdout
    assert "7 pads move the answer by 0.4" in result.stdout


def test_machines_get_the_figures_and_the_status(call, found):
    found.append(FAR)
    result = call("verify", "bundle", "--json")
    assert result.exit_code == 3
    document = json.loads(result.stdout)
    assert document["folder"] == str(Path("bundle"))
    assert document["passed"] is False
    assert document["findings"][0]["figures"] == {"moved": 0.4}


def test_a_processor_without_its_architecture_is_wrong_usage(call):
    result = call("verify", "bundle", "--cpu", "cortex-a53")
    assert result.exit_code == 2
    assert "--arch arm64" in result.stderr


@pytest.mark.parametrize(("finding", "status"), [(NEAR, 0), (FAR, 3)])
def test_processors_are_named_with_what_they_offer(call, monkeypatch, finding, status):
    from mobilec.arm import verify as on_arm

    def verified(folder, names, progress):
        assert names == ("cortex-a53", "cortex-a76")
        found = on_arm.OnProcessor("cortex-a76", ("asimddp",), (finding,))
        return on_arm.ArmResult(folder, "qemu 10", (found,))

    monkeypatch.setattr(on_arm, "verify_on_arm", verified)
    words = ("verify", "bundle", "--arch", "arm64", "--cpu", "cortex-a53,cortex-a76")
    result = call(*words)
    assert result.exit_code == status
    assert "cortex-a76 (asimddp)" in result.stdout
    document = json.loads(call(*words, "--json").stdout)
    assert document["processors"][0]["int8"] == ["asimddp"]
    assert document["passed"] is (status == 0)


def test_the_processors_are_listed(call):
    result = call("arm", "processors")
    assert result.exit_code == 0
    assert "i8mm" in result.stdout
