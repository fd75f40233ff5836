"""The main job on a tiny model: what is written, what is refused, what is never left behind."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.exporting import export as exporting
from mobilec.exporting.export import ExportResult, export
from tests.mobilec.exporting.conftest import onnx_options


def test_the_bundle_answers_as_transformers_does(checkpoint: Path, exported: ExportResult) -> None:
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    runner = Bundle.open(exported.folder).runner("onnx")
    for text in ("he is at an inn", "so do we go", "up"):
        inputs = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            expected = model(**inputs).logits.numpy()
        got = runner.run(
            "forward",
            {n: inputs[n].numpy() for n in ("input_ids", "attention_mask")},
        )["logits"]
        np.testing.assert_allclose(got, expected, atol=0.2)


def test_the_manifest_says_what_is_in_the_folder(exported: ExportResult) -> None:
    written = {path.name for path in exported.folder.iterdir()}
    assert written == {"model.onnx", "manifest.json", "golden.json", "tokenizer.json"}
    manifest = json.loads((exported.folder / "manifest.json").read_text())
    assert manifest == json.loads(json.dumps(exported.manifest.to_json()))
    assert manifest["schema"] == 2
    assert manifest["limits"] == {"shortest": 2, "longest": 32, "longest_target": None}
    assert manifest["parity"][0]["agreement"] == 1.0
    assert manifest["files"][0]["methods"][0]["inputs"][0]["shape"] == [
        1,
        {"name": "length", "minimum": 2, "maximum": 32},
    ]


def test_the_ids_were_held_against_transformers(exported: ExportResult) -> None:
    first = exported.findings[0]
    assert (first.gate, first.format, first.passed) == ("ids", "", True)
    assert int(first.figures["texts"]) > 1000
    (against,) = exported.manifest.ids_held_against
    assert against.startswith("TokenizersBackend of transformers") and against in first.message


def test_the_goldens_are_real_sentences_with_transformers_answers(
    checkpoint: Path, exported: ExportResult
) -> None:
    golden = Bundle.open(exported.folder).golden
    model = AutoModelForSequenceClassification.from_pretrained(checkpoint).eval()
    assert len(golden.sentences) >= 16
    for sentence in golden.sentences[:4]:
        with torch.no_grad():
            expected = model(torch.tensor([sentence.input_ids])).logits[0]
        torch.testing.assert_close(torch.tensor(sentence.logits), expected, atol=1e-5, rtol=0)
        assert sentence.label == model.config.id2label[int(expected.argmax())]
    assert {len(probe.input_ids) for probe in golden.probes} == {2, 17, 32}


def test_a_taken_folder_is_refused_before_any_work(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "diary.txt").write_text("mine")
    monkeypatch.setattr(exporting, "prepared_job", lambda *_: pytest.fail("work was done"))
    with pytest.raises(Refused, match="--overwrite"):
        export(onnx_options(checkpoint, tmp_path / "bundle"))
    assert (tmp_path / "bundle" / "diary.txt").read_text() == "mine"


def test_a_full_disk_leaves_nothing(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exporting, "write_program", full)
    with pytest.raises(OSError, match="No space left"):
        export(onnx_options(checkpoint, tmp_path / "bundle"))
    assert list(tmp_path.iterdir()) == []


def test_a_killed_export_leaves_no_bundle_and_the_next_one_tidies_up(
    checkpoint: Path, tmp_path: Path
) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom mobilec.exporting import export "
        "as e\nfrom tests.mobilec.exporting.conftest import onnx_options\ne.write_program = "
        "lambda *a: os.kill(os.getpid(), "
        "signal.SIGKILL)\ne.export(onnx_options(Path(sys.argv[1]), Path(sys.argv[2])))\n"
    )
    output = tmp_path / "bundle"
    root = Path(__file__).parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", script, str(checkpoint), str(output)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert not output.exists()
    assert {path.suffix for path in tmp_path.iterdir()} == {".partial", ".lock"}
    export(onnx_options(checkpoint, output))
    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
