"""What lies inside an .mlpackage folder: the program, the weights, and what we wrote about them."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coremltools import proto

from exporters.coreml.facts import FACTS
from exporters.errors import Refused

SUFFIX, FOLDER_SUFFIX = FACTS.suffixes
"""Of a folder with a package for each method. Xcode would take one with the name of a package for a
package."""
MODEL = "com.apple.CoreML/model.mlmodel"
WEIGHTS = "com.apple.CoreML/weights"
"""Where coremltools puts the two, below ``Data``; Core ML finds them through Manifest.json."""

PAD_ID = "mobilec.pad_id"
LENGTHS = "mobilec.lengths"
METHODS = "mobilec.methods"
"""User-defined metadata, so that a package can be run without anything else: the id that fills up
an input, the fixed lengths, and the methods (both comma-separated)."""

_DATE = "com.github.apple.coremltools.conversion_date"
_DEBUG_MAP = "executorch_debug_handle_mapping.json"


@dataclass(frozen=True)
class Package:
    """An opened package: its folder and its program (``proto.Model``). Weights stay on disk."""

    path: Path
    spec: proto.Model_pb2.Model

    @property
    def weights(self) -> Path:
        return self.path / "Data" / WEIGHTS

    @property
    def notes(self) -> dict[str, str]:
        """The user-defined metadata."""
        return dict(self.spec.description.metadata.userDefined)

    @property
    def size_bytes(self) -> int:
        """All files of the folder together."""
        return sum(f.stat().st_size for f in self.path.rglob("*") if f.is_file())


def open_packages(path: Path) -> tuple[Package, ...]:
    """The package ``path``, or those that lie in the folder ``path``, one for each method."""
    return tuple(open_package(p) for p in sorted(path.glob(f"*{SUFFIX}")) or (path,))


def open_package(path: Path) -> Package:
    """Reads the program of a package, or says what is missing."""
    model = path / "Data" / MODEL
    if not model.is_file():
        raise Refused(f"{path} is no .mlpackage: it has no {model.relative_to(path)}")
    spec = proto.Model_pb2.Model()
    try:
        spec.ParseFromString(model.read_bytes())
    except Exception as broken:  # protobuf's DecodeError has no common base across its versions
        raise Refused(f"{model} is no Core ML program, or only a part of one: {broken}") from broken
    if spec.WhichOneof("Type") != "mlProgram":
        raise Refused(
            f"{path} holds a {spec.WhichOneof('Type') or 'nothing'}, not an ML program; "
            "only programs for iOS 15 and later can be read"
        )
    return Package(path, spec)


@contextmanager
def reading(package: Package) -> Iterator[None]:
    """Says which package is damaged when coremltools cannot read its program or its weights."""
    try:
        yield
    except (RuntimeError, ValueError, AssertionError, KeyError) as broken:
        raise Refused(
            f"{package.path} cannot be read ({broken}): a part of its weights or of its program "
            "is missing or damaged; copy it again as a whole, or export it again"
        ) from broken


def settle_(path: Path, notes: dict[str, str]) -> None:
    """Adds ``notes`` to the package and takes out what differs from one conversion to the next.

    coremltools writes the date, random identifiers in Manifest.json, protobuf maps in any order,
    and a debug map of 27 to 112 KB that no phone reads.
    """
    package = open_package(path)
    metadata = package.spec.description.metadata.userDefined
    metadata.pop(_DATE, None)
    for key, value in notes.items():
        metadata[key] = value
    (path / "Data" / MODEL).write_bytes(package.spec.SerializeToString(deterministic=True))
    (path / _DEBUG_MAP).unlink(missing_ok=True)
    _write_manifest(path)
    for entry in path.rglob("*"):  # coremltools makes them readable for their owner alone
        entry.chmod(0o755 if entry.is_dir() else 0o644)


def _write_manifest(path: Path) -> None:
    """The same manifest with identifiers made from the entries' own paths."""
    manifest = json.loads((path / "Manifest.json").read_text())
    entries = sorted(manifest["itemInfoEntries"].values(), key=lambda entry: str(entry["path"]))
    named = {str(uuid.uuid5(uuid.NAMESPACE_URL, e["path"])): e for e in entries}
    manifest["itemInfoEntries"] = named
    manifest["rootModelIdentifier"] = next(k for k, e in named.items() if e["path"] == MODEL)
    (path / "Manifest.json").write_text(json.dumps(manifest, indent=4, sort_keys=True) + "\n")
