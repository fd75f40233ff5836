"""Bundles whose programs are a few bytes: what placing and weighing them needs is all there."""

from pathlib import Path

from exporters.bundle.digest import digest
from exporters.bundle.manifest import (
    Limits,
    Manifest,
    Parity,
    Precision,
    ProgramFile,
    Quality,
    Source,
    Text,
    TextFile,
    Tool,
    write_manifest,
)

PROGRAMS = {"executorch": {"model.pte": b"pte" * 700}, "onnx": {"model.onnx": b"onnx" * 500}}
"""Format to the files of its program."""
FOLDERED = {
    "executorch": {"model.pte": b"pte"},
    "onnx": {"model.onnx/encode.onnx": b"encode", "model.onnx/weights.bin": b"weights"},
}
"""A translator's: its .onnx is a folder."""


def make_bundle(folder: Path, programs: dict[str, dict[str, bytes]] | None = None) -> Path:
    """A bundle with these programs, quality and parity of each."""
    folder.mkdir(parents=True)
    files = []
    for format_name, contents in (programs or PROGRAMS).items():
        for name, content in contents.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        files.append(_program(folder, next(iter(contents)).split("/")[0], format_name))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "golden.json").write_text("[]")
    texts = tuple(_text(folder, name) for name in ("tokenizer", "golden"))
    write_manifest(_manifest(tuple(files), texts), folder)
    return folder


def _program(folder: Path, name: str, format_name: str) -> ProgramFile:
    sha256, size = digest(folder / name)
    return ProgramFile(name, format_name, "runtime", "1", "int8", size, sha256, (), {}, 0, 0)


def _text(folder: Path, role: str) -> TextFile:
    sha256, size = digest(folder / f"{role}.json")
    return TextFile(f"{role}.json", role, size, sha256)


def _manifest(files: tuple[ProgramFile, ...], texts: tuple[TextFile, ...]) -> Manifest:
    return Manifest(
        name="tiny",
        task="text-classification",
        created="2026-01-01T00:00:00Z",
        tool=Tool("0.1.0", ""),
        source=Source("tiny", "folder", "BertForSequenceClassification", "bert", "00", None),
        files=files,
        texts=texts,
        text=Text("tokenizer.json", ("bad", "good"), 0),
        limits=Limits(2, 32),
        precision=Precision("int8"),
        unique_parameters=1000,
        quality=tuple(Quality(f.format, "accuracy", 0.9, 0.9, "dev", 9) for f in files),
        parity=tuple(Parity(f.format, 0.1, 0.01, 1.0, "x86_64") for f in files),
    )
