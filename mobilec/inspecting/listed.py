"""What a manifest says of its programs: none is opened, so nothing that reads one is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporters.bundle.manifest import ProgramFile, read_manifest
from exporters.reading import Reading
from exporters.verify.interface import promise
from mobilec.inspecting.figures import InspectedFile, Inspection, OtherFile


@dataclass(frozen=True)
class ListedFile(InspectedFile):
    """A program file that was not opened. ``stored``: bytes of its constants by dtype."""

    stored: Mapping[str, int] = field(default_factory=dict)

    @property
    def constants_by_dtype(self) -> dict[str, int]:
        return dict(self.stored)


def inspect_manifest(path: Path) -> Inspection:
    """The programs and the other files as the manifest ``path`` lists them."""
    manifest = read_manifest(path.parent)
    return Inspection(
        path=str(path),
        kind="manifest",
        files=tuple(map(_listed, manifest.files)),
        others=tuple(OtherFile(text.path, text.size_bytes) for text in manifest.texts),
        unique_parameters=manifest.unique_parameters,
    )


def _listed(file: ProgramFile) -> ListedFile:
    methods = tuple(map(promise, file.methods))
    reading = Reading(file.format, file.size_bytes, (), methods, (), file.row_tables)
    return ListedFile(file.path, reading, file.again, file.stored_bytes)
