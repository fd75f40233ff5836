"""A bundle that is opened once, by a process that has nothing of what made it."""

import subprocess
import sys
from pathlib import Path

import pytest

import mobilec
from exporters.errors import Refused

ABSENT = (
    *("torch", "transformers", "optimum", "safetensors", "huggingface_hub", "sentencepiece"),
    *("scipy", "onnx", "onnxscript", "executorch", "coremltools", "sacrebleu"),
)
ALONE = f"""
import sys
sys.modules |= dict.fromkeys({ABSENT})
"""


def alone(script: str) -> subprocess.CompletedProcess[str]:
    """A process in which none of these packages can be imported."""
    words = [sys.executable, "-c", ALONE + script]
    return subprocess.run(words, capture_output=True, text=True)


def test_an_onnx_translates_without_what_made_it(translator_bundle: Path) -> None:
    opened = mobilec.open(translator_bundle)
    expected = [opened.translate(text).translation for text in ("we do as", "so so we")]
    assert opened.task == "translation"
    done = alone(
        f"""
import mobilec
opened = mobilec.open({str(translator_bundle)!r}, "onnx")
for text in ("we do as", "so so we"):
    print(opened.translate(text).translation)
"""
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize(
    "words", [["translate", "we do"], ["bundle", "--app", "none"], ["size"], ["report"]]
)
def test_commands_that_make_nothing_do_without_it(
    translator_bundle: Path, words: list[str], tmp_path: Path
) -> None:
    """What they refuse here they refuse in words of their own."""
    read = words[0] in ("translate", "bundle")
    place = translator_bundle if read else tmp_path / "none.apk"
    command = ["mobilec", words[0], str(place), *words[1:]]
    done = alone(f"from mobilec.cli.main import main\nsys.argv = {command}\nmain()")
    assert done.returncode == (0 if words[0] == "translate" else 1), done.stderr
    assert "package" not in done.stderr


def test_a_manifest_is_inspected_without_what_reads_its_programs(translator_bundle: Path) -> None:
    """By what runs bundles alone: not even the packages that read a program."""
    manifest = translator_bundle / "manifest.json"
    done = alone(f"import mobilec\nprint(mobilec.inspect({str(manifest)!r}).files[0].stored_bytes)")
    assert done.returncode == 0, done.stderr
    (file,) = mobilec.inspect(translator_bundle).files
    assert int(done.stdout) == file.stored_bytes > 0


@pytest.mark.parametrize("words", [["inspect"], ["verify"]])
def test_a_bundle_of_onnx_is_read_and_verified_without_pytorch(
    translator_bundle: Path, words: list[str]
) -> None:
    """Its reader is the package onnx; those of the other formats stand on PyTorch themselves."""
    command = ["mobilec", *words, str(translator_bundle)]
    done = alone(
        f"""
del sys.modules["onnx"]
from mobilec.cli.main import main
sys.argv = {command}
main()
"""
    )
    assert done.returncode == 0, done.stderr
    assert "model.onnx" in done.stdout or "passed every check" in done.stdout


def test_a_program_without_its_reader_says_what_is_missing(translator_bundle: Path) -> None:
    command = ["mobilec", "inspect", str(translator_bundle)]
    done = alone(f"from mobilec.cli.main import main\nsys.argv = {command}\nmain()")
    assert done.returncode == 1
    assert "needs the package 'onnx'" in done.stderr and "mobilec[onnx]" in done.stderr


def test_a_command_that_makes_files_says_what_is_missing(tmp_path: Path) -> None:
    command = ["mobilec", "export", "-o", str(tmp_path / "bundle")]
    done = alone(f"from mobilec.cli.main import main\nsys.argv = {command}\nmain()")
    assert done.returncode == 1
    assert "needs the package" in done.stderr and "pip install 'mobilec[all]'" in done.stderr


def test_what_does_not_fit_the_bundle_is_refused(translator_bundle: Path) -> None:
    opened = mobilec.open(translator_bundle)
    with pytest.raises(Refused, match="does translation, and classify was called; call translate"):
        opened.classify("we do")
    with pytest.raises(Refused, match="--beams 9"):
        mobilec.open(translator_bundle, beams=9)
    with pytest.raises(Refused, match="no executorch|executorch"):
        mobilec.open(translator_bundle, "executorch")
