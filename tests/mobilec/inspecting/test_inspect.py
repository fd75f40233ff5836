"""The door: what a path is, who reads it, and what is refused."""

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest

from exporters.bundle.manifest import (
    Limits,
    Manifest,
    MethodEntry,
    Precision,
    ProgramFile,
    Size,
    Source,
    Tensor,
    Text,
    TextFile,
    Tool,
    write_manifest,
)
from exporters.errors import Refused
from mobilec.inspecting import inspect as door
from mobilec.inspecting.inspect import inspect
from tests.mobilec.inspecting.making import HandedOut

CONTENT = b"content" + bytes(5000)
"""Of a program that nothing reads."""


@pytest.fixture
def back_ends(monkeypatch: pytest.MonkeyPatch) -> dict[str, HandedOut]:
    """By format, those that were asked for."""
    asked: dict[str, HandedOut] = defaultdict(HandedOut)
    monkeypatch.setattr(door, "read", lambda name, path: asked[name].read(path))
    return asked


@pytest.mark.parametrize(
    ("name", "form"), [("a.pte", "executorch"), ("b.onnx", "onnx"), ("c.mlpackage", "coreml")]
)
def test_the_suffix_chooses_the_back_end(
    back_ends: dict[str, HandedOut], tmp_path: Path, name: str, form: str
) -> None:
    (tmp_path / name).write_bytes(b"content")
    found = inspect(str(tmp_path / name))
    assert list(back_ends) == [form] and back_ends[form].asked == [tmp_path / name]
    assert (found.kind, found.files[0].name, found.unique_parameters) == ("program", name, None)


def test_a_package_is_a_folder_but_no_bundle(
    back_ends: dict[str, HandedOut], tmp_path: Path
) -> None:
    """On a Mac Manifest.json of a package is found as manifest.json too."""
    package = tmp_path / "model.mlpackage"
    package.mkdir()
    (package / "manifest.json").write_text("{}")
    assert inspect(package).kind == "program"
    assert list(back_ends) == ["coreml"]


def test_a_bundle_has_its_parameters_from_the_manifest(
    back_ends: dict[str, HandedOut], tmp_path: Path
) -> None:
    found = inspect(_bundle(tmp_path))
    assert (found.kind, found.unique_parameters) == ("bundle", 4000)
    assert [f.name for f in found.files] == ["program.bin"]
    assert found.bytes_per_parameter(found.files[0]) == 1.1
    assert [(o.name, o.size_bytes) for o in found.others] == [("tokenizer.json", 2)]
    assert back_ends["onnx"].asked == [tmp_path / "program.bin"]


def test_a_manifest_alone_says_what_its_programs_hold(
    back_ends: dict[str, HandedOut], tmp_path: Path
) -> None:
    """Also where they are gone or changed: none is opened."""
    (_bundle(tmp_path) / "program.bin").unlink()
    found = inspect(tmp_path / "manifest.json")
    assert (found.kind, found.unique_parameters, found.size_bytes) == ("manifest", 4000, 5009)
    (file,) = found.files
    assert file.bytes_by_dtype == {"int8": 4000, "graph": 1007}
    assert (file.stored_bytes, file.to_json()["graph_bytes"]) == (4000, 1007)
    assert found.bytes_per_parameter(file) == 1.0
    assert [(m.name, m.inputs, m.arena_bytes) for m in file.reading.methods] == [
        ("forward", (("input_ids", "int64", (1, None)),), 512)
    ]
    assert not back_ends


def test_a_bundle_with_a_changed_file_is_refused(
    back_ends: dict[str, HandedOut], tmp_path: Path
) -> None:
    (_bundle(tmp_path) / "program.bin").write_bytes(CONTENT[::-1])
    with pytest.raises(Refused, match="sha256"):
        inspect(tmp_path)
    assert not back_ends


@pytest.mark.parametrize("name", ["notes.txt", "model.safetensors", "model.tflite"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("hello")
    with pytest.raises(Refused, match=f"{name} is no file that inspect can read; it takes .pte"):
        inspect(tmp_path / name)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """onnx reads no bytes at all as a model without anything in it."""
    (tmp_path / "model.onnx").touch()
    with pytest.raises(Refused, match="model.onnx is empty"):
        inspect(tmp_path / "model.onnx")


def test_a_folder_that_is_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither a manifest.json nor a config.json"):
        inspect(tmp_path)


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="there is no .*nothing.pte; inspect takes .pte"):
        inspect(tmp_path / "nothing.pte")


def _bundle(folder: Path) -> Path:
    """Of one ONNX program under a name that does not say so, and a tokenizer."""
    method = MethodEntry("forward", (Tensor("input_ids", "int64", (1, Size("t", 1, 8))),), (), 512)
    (folder / "program.bin").write_bytes(CONTENT)
    (folder / "tokenizer.json").write_bytes(b"{}")
    program = ProgramFile(
        *("program.bin", "onnx", "onnxruntime", "1", "int8", len(CONTENT), _sha256(CONTENT)),
        *((method,), {"int8": 4000}, 4000, 4400),
    )
    manifest = Manifest(
        name="tiny",
        task="text-classification",
        created="2026-01-01T00:00:00Z",
        tool=Tool("0.1.0", ""),
        source=Source("tiny", "folder", "BertForSequenceClassification", "bert", "cd", None),
        files=(program,),
        texts=(TextFile("tokenizer.json", "tokenizer", 2, _sha256(b"{}")),),
        text=Text("tokenizer.json", ("no", "yes"), 0),
        limits=Limits(2, 128),
        precision=Precision("int8"),
        unique_parameters=4000,
    )
    write_manifest(manifest, folder)
    return folder


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
