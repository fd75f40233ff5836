"""The .pte format: ExecuTorch with the XNNPACK delegate."""

from collections.abc import Iterable
from pathlib import Path

from exporters.backend import Lowering
from exporters.constants import FileMethod
from exporters.executorch import constants, lower, quantize
from exporters.precision.emulate import Arithmetic
from exporters.program import Program
from exporters.progress import Progress


class Executorch:
    """See ``exporters.backend.Backend``."""

    format = "executorch"
    precisions = quantize.PRECISIONS

    def suffix(self, methods: int, ios: int) -> str:  # noqa: ARG002
        return ".pte"

    def quantize(self, program: Program, options: Lowering) -> Program:
        return quantize.quantize(program, options)

    def lower(self, program: Program, path: Path, options: Lowering, progress: Progress) -> None:
        lower.lower(program, path, options, progress)

    def arithmetic(self, options: Lowering) -> Arithmetic:
        return quantize.ARITHMETIC[options.precision]

    def constants(self, path: Path) -> Iterable[FileMethod]:
        return constants.methods(path)


BACKEND = Executorch()
