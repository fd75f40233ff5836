"""The Core ML back end: ML programs for iOS 17 and iOS 18 in an .mlpackage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporters.backend import Lowering
from exporters.constants import FileMethod
from exporters.coreml.constants import methods
from exporters.coreml.facts import FACTS
from exporters.coreml.limits import PRECISIONS
from exporters.coreml.lower import lower
from exporters.coreml.package import FOLDER_SUFFIX, SUFFIX
from exporters.coreml.quantize import ARITHMETIC, quantize
from exporters.decode.state import SHORTLISTED
from exporters.precision.emulate import Arithmetic
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.progress import Progress


@dataclass(frozen=True)
class CoreML:
    """``exporters.backend.Backend``; each door is a file of this folder."""

    format: str = "coreml"
    precisions: Mapping[Precision, str] = field(default_factory=lambda: dict(PRECISIONS))

    def suffix(self, methods: int, ios: int) -> str:
        return FOLDER_SUFFIX if methods > 1 and not FACTS.has_functions(ios) else SUFFIX

    def quantize(self, program: Program, options: Lowering) -> Program:
        # Its runtime has no row of a layer for its caller.
        return quantize(program.without(SHORTLISTED), options)

    def lower(self, program: Program, path: Path, options: Lowering, progress: Progress) -> None:
        lower(program, path, options, progress)

    def arithmetic(self, options: Lowering) -> Arithmetic:
        return ARITHMETIC[options.precision]

    def constants(self, path: Path) -> Iterable[FileMethod]:
        return methods(path)


BACKEND = CoreML()
