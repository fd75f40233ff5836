"""What every gate looks at: one program of a bundle, loaded and read."""

from dataclasses import dataclass
from functools import cached_property

from exporters.backend import Reading, backend
from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.precision.rules import Precision
from exporters.runtime import Runner
from exporters.verify.original import Original
from exporters.verify.tolerance import Tolerance, tolerance_for


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
        return backend(self.format).read(self.bundle.folder / self.file.path)

    @cached_property
    def runner(self) -> Runner:
        return self.bundle.runner(self.format)
