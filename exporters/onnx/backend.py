"""The .onnx format: ONNX Runtime on the processor, a file, or a folder of methods."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from exporters.backend import Lowering
from exporters.constants import FileMethod
from exporters.onnx import constants, lower, quantize
from exporters.precision.emulate import Arithmetic
from exporters.program import Program
from exporters.progress import Progress


@dataclass(frozen=True)
class Onnx:
    """See ``exporters.backend.Backend``."""

    activations: quantize.Activations = quantize.Activations.PER_TOKEN

    format = "onnx"
    precisions = quantize.PRECISIONS

    def suffix(self, methods: int, ios: int) -> str:  # noqa: ARG002
        return ".onnx"

    def quantize(self, program: Program, options: Lowering) -> Program:
        return quantize.quantize(program, options, self.activations)

    def lower(self, program: Program, path: Path, options: Lowering, progress: Progress) -> None:
        lower.lower(program, path, options, progress)

    def arithmetic(self, options: Lowering) -> Arithmetic:
        return quantize.arithmetic(options, self.activations)

    def constants(self, path: Path) -> Iterable[FileMethod]:
        return constants.methods(path)


BACKEND = Onnx()
