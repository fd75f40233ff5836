"""Everything that is compared, as files in one folder; what is there already is not made again."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import CTRANSLATE2 as PINNED
from benchmarks.environment import python
from benchmarks.translation import marian_npz
from benchmarks.translation.children import ROOT
from benchmarks.translation.shapes import Shape, marian

PTE, ONNX, MLPACKAGE = "ours .pte", "ours .onnx", "ours .mlpackage"
STANDALONE = "ours .pte, standalone"
PYTORCH, CTRANSLATE2 = "PyTorch float32", "CTranslate2"
INT8, FLOAT = "int8", "float32"
_CHILD = "benchmarks.translation.ctranslate2_child"


@dataclass(frozen=True)
class File:
    """A file of ours to export: its format, its name and what ``exported`` is told."""

    format: str
    file: str
    options: tuple[str, ...] = ()


QUANTIZED = {
    PTE: File("executorch", "int8.pte"),
    STANDALONE: File("executorch", "standalone.pte", ("--standalone",)),
    ONNX: File("onnx", "int8.onnx"),
    MLPACKAGE: File("coreml", "int8.mlpackage"),
}
FLOATS = {
    PTE: File("executorch", "float.pte", ("--float",)),
    ONNX: File("onnx", "float.onnx", ("--float",)),
}


@dataclass(frozen=True)
class Files:
    """The folder of one shape."""

    folder: Path
    shape: Shape

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint"

    @property
    def marian(self) -> Path:
        return self.folder / "marian"

    def exported(self, file: File) -> dict:
        """What ``exported`` said of it, which is asked at the first call."""
        kept = self.folder / f"{file.file}.json"
        if not kept.is_file():
            print(f"exporting {self.shape.name}, {file.file}", flush=True)
            module = [sys.executable, "-m", "benchmarks.translation.exported"]
            path = self.folder / file.file
            words = [*module, str(self.checkpoint), file.format, str(path), *file.options]
            said = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
            kept.write_text(said.stdout)
        return json.loads(kept.read_text())

    def converted(self, kind: str) -> int:
        """Bytes of CTranslate2's model of this kind."""
        folder = self.marian / kind
        if not (folder / "model.bin").is_file():
            print(f"converting {self.shape.name} to CTranslate2, {kind}", flush=True)
            command = [str(python(PINNED)), "-m", _CHILD, "convert", str(self.marian), kind]
            subprocess.run(command, cwd=ROOT, check=True)
        return (folder / "model.bin").stat().st_size

    def ours(self, file: File) -> "Command":
        """What answers for an exported file."""
        told = self.exported(file)["states"] | {"pad": self.shape.pad}
        path = str(self.folder / file.file)
        module = [sys.executable, "-m", "benchmarks.translation.our_child"]
        return lambda threads: [*module, file.format, path, json.dumps(told), str(threads)]

    def pytorch(self) -> "Command":
        """What answers for the checkpoint."""
        module = [sys.executable, "-m", "benchmarks.translation.our_child", "pytorch"]
        return lambda threads: [*module, str(self.checkpoint), "-", str(threads)]

    def ctranslate2(self, kind: str) -> "Command":
        """What answers for CTranslate2's model of this kind."""
        self.converted(kind)
        command = [str(python(PINNED)), "-m", _CHILD, "serve", str(self.marian), kind]
        return lambda threads: [*command, str(threads)]


Command = Callable[[int], list[str]]
"""Threads to the words that start a child."""


def files(shape: Shape, folder: Path) -> Files:
    """The folder of this shape, its checkpoint in transformers' and in Marian's form in it."""
    made = Files(folder.resolve() / shape.name, shape)
    if not (made.marian / marian_npz.VOCABULARY).is_file():
        model = marian(shape)
        model.save_pretrained(made.checkpoint)
        marian_npz.write(model, shape, made.marian)
    return made
