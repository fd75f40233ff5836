"""The whole way as a person types it: export, verify, evaluate, classify, inspect, and damage."""

import json
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exporters.bundle.digest import digest
from mobilec.cli.main import app
from tests import models

EXAMPLES = Path(__file__).parents[3] / "examples"
DATA = "sentence\tlabel\n" + "".join(f"aa ab {word}\t{at % 3}\n" for at, word in enumerate("bcd"))


def mobilec(*words: str | Path) -> Result:
    """The command in this process, where torch is loaded already."""
    return CliRunner().invoke(app, [*map(str, words)], env={"COLUMNS": "200"})


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a checkpoint and labelled data."""
    folder = tmp_path_factory.mktemp("whole")
    models.save("bert", folder / "checkpoint")
    (folder / "dev.tsv").write_text(DATA)
    return folder


@pytest.fixture(scope="module")
def bundle(place) -> Path:
    """The bundle of that checkpoint for Android, .pte and .onnx, as the command writes it."""
    words = [
        *(
            "export",
            place / "checkpoint",
            "--target",
            "android",
            "--format",
            "executorch",
            "--format",
            "onnx",
        ),
        *("--max-length", "16,32", "--eval", place / "dev.tsv", "-o", place / "bundle", "--json"),
    ]
    # A process of its own, so that stdout is seen as the shell sees it, C++ libraries included.
    command = [sys.executable, "-m", "mobilec.cli.main", *words]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert {file["format"] for file in document["manifest"]["files"]} == {"executorch", "onnx"}
    assert all(finding["passed"] for finding in document["findings"])
    return place / "bundle"


@pytest.fixture
def damaged(bundle, tmp_path) -> Path:
    """A copy of the bundle, to be spoilt."""
    return shutil.copytree(bundle, tmp_path / "copy")


def test_the_bundle_holds_what_an_app_needs(bundle):
    names = {file.name for file in bundle.iterdir()}
    assert names == {"model.pte", "model.onnx", "manifest.json", "golden.json", "tokenizer.json"}
    assert [left.name for left in bundle.parent.glob(".*")] == []


def test_verify_needs_no_checkpoint(damaged):
    done = mobilec("verify", damaged, "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["passed"] is True


def test_evaluate_and_classify_run_every_program(bundle, place):
    done = mobilec(
        *("evaluate", bundle, "--data", place / "dev.tsv"),
        *("--reference", place / "checkpoint", "--json"),
    )
    assert done.exit_code == 0, done.stderr
    assert set(json.loads(done.stdout)["scores"]) == {"executorch", "onnx"}
    said = mobilec("classify", bundle, "aa ab ac", "--format", "executorch")
    assert "by model.pte (executorch, int8)" in said.stdout


@pytest.mark.parametrize("format_name", ["onnx", "executorch"])
def test_it_classifies_without_what_made_it(bundle, format_name):
    """ExecuTorch's runtime is built on torch, and on nothing else of these."""
    absent = ["transformers", "optimum", "scipy", "onnx", "onnxscript", "executorch.exir"]
    absent += ["torch"] if format_name == "onnx" else []
    script = f"""
import sys
sys.modules |= dict.fromkeys({absent})
import mobilec
print(mobilec.open({str(bundle)!r}, {format_name!r}).classify("aa ab ac").label)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = mobilec("classify", bundle, "aa ab ac", "--format", format_name, "--json")
    assert done.stdout.strip() == json.loads(said.stdout)["answers"][0]["label"]


def test_the_example_of_the_readme_runs(bundle, translator_bundle, capsys):
    """On bundles of tiny models: the text that stands there, and what it prints."""
    text = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    for folder, made in (("translation", translator_bundle), ("classification", bundle)):
        example = example.replace(f'"build/demo/{folder}"', repr(str(made)))
    names: dict[str, object] = {}
    exec(compile(example, "README.md", "exec"), names)
    translation, answer = capsys.readouterr().out.splitlines()
    assert translation and answer.startswith(names["answer"].label)


def run_example(monkeypatch, capsys, name: str, *words: str | Path) -> list[str]:
    """What a file of examples/ prints."""
    monkeypatch.setattr(sys, "argv", [name, *map(str, words)])
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out.splitlines()


def test_the_example_that_classifies_runs(bundle, monkeypatch, capsys):
    told, refused = run_example(monkeypatch, capsys, "classify.py", bundle, "aa ab ac", " ")
    assert float(told.split(", ")[1]) > 0 and "an empty text has no label" in refused


def test_the_example_that_translates_runs(translator_bundle, monkeypatch, capsys):
    told = run_example(monkeypatch, capsys, "translate.py", translator_bundle, "aa ab", "ac")
    assert len(told) == 4 and " tokens, " in told[1]


def test_the_example_that_compresses_runs(place, monkeypatch, capsys, tmp_path):
    words = (place / "checkpoint", tmp_path / "half")
    parameters, file = run_example(monkeypatch, capsys, "compress_and_export.py", *words)
    before, after = (int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", parameters))
    assert after < before and "checks passed" in file
    assert (tmp_path / "half" / "bundle" / "manifest.json").is_file()


def test_every_example_is_run():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [file.name for file in EXAMPLES.glob("*.py") if f'"{file.name}"' not in text] == []


def test_inspect_reads_the_bundle(bundle):
    done = mobilec("inspect", bundle, "--json")
    assert done.exit_code == 0, done.stderr
    assert "model.pte" in done.stdout


def test_an_export_does_not_overwrite_unasked(bundle, place):
    before = (bundle / "manifest.json").read_bytes()
    done = mobilec("export", place / "checkpoint", "--target", "onnx", "-o", bundle)
    assert done.exit_code == 1
    assert "--overwrite" in done.stderr
    assert "Traceback" not in done.stderr
    assert (bundle / "manifest.json").read_bytes() == before


def test_a_byte_that_changed_is_refused(damaged):
    with (damaged / "model.onnx").open("r+b") as stream:
        stream.seek(1000)
        byte = stream.read(1)
        stream.seek(1000)
        stream.write(bytes([byte[0] ^ 1]))
    done = mobilec("verify", damaged)
    assert done.exit_code == 1
    assert "sha256" in done.stderr
    assert done.stdout == ""


def test_answers_that_are_not_the_models_are_status_3(damaged):
    """Goldens of another model, with a manifest that vouches for them."""
    golden = json.loads((damaged / "golden.json").read_text())
    for case in golden["sentences"] + golden["probes"]:
        case["logits"] = case["logits"][::-1]
    (damaged / "golden.json").write_text(json.dumps(golden))
    _vouch(damaged, "golden.json")
    done = mobilec("verify", damaged, "--json")
    assert done.exit_code == 3
    failed = {f["gate"] for f in json.loads(done.stdout)["findings"] if not f["passed"]}
    assert "parity" in failed


def _vouch(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    sha256, size = digest(folder / name)
    for file in manifest["texts"]:
        if file["path"] == name:
            file |= {"sha256": sha256, "size_bytes": size}
    (folder / "manifest.json").write_text(json.dumps(manifest))
