"""What every gate looks at: one program of a bundle, loaded and read."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.precision.rules import Precision
from exporters.reading import Reading, read
from exporters.runtime import Runner
from exporters.verify.original import Original
from exporters.verify.tolerance import Tolerance, tolerance_for

if TYPE_CHECKING:
    from exporters.program import Program


@dataclass(frozen=True)
class Subject:
    """One program file of a bundle. ``original``: what it was made from, where that is at hand."""

    bundle: Bundle
    file: ProgramFile
    original: Original | None = None

    @property
    def format(self) -> str:
        return self.file.format

    @property
    def precision(self) -> Precision:
        return Precision(self.file.precision)

    @property
    def tolerance(self) -> Tolerance:
        """Of the kind of model, or what the manifest says that its user allowed."""
        manifest = self.bundle.manifest
        usual = tolerance_for(manifest.task, self.precision, self.format)
        return usual.with_most(manifest.precision.most_error)

    @cached_property
    def reading(self) -> Reading:
        return read(self.format, self.bundle.folder / self.file.path)

    @cached_property
    def runner(self) -> Runner:
        return self.bundle.runner(self.format)

    def run_by(self, program: "Program") -> "Subject":
        """The same subject with a program of PyTorch's in the place of the file."""
        from exporters.eager import TorchRunner

        twin = replace(self)
        twin.__dict__["runner"] = TorchRunner(program)
        return twin
