"""Bundles inside an app: checked, narrowed to its engines, all of them or none."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import NAME, Manifest, write_manifest
from exporters.errors import Refused
from exporters.formats import FACTS
from exporters.text.ways import Direction
from exporters.whole.folder import built_beside

MARK = ".mobilec"
"""Says that a folder of bundles is made by mobilec and may be replaced; apps do not read it."""

Opened = tuple[tuple[str, Bundle], ...]
"""Bundles, each under the name that it has in an app."""


@dataclass(frozen=True)
class Placed:
    """A bundle in an app. ``name``: its folder there. ``made_with``: format to what wrote its
    program, with its version. ``direction``: of a translator; of others it names nothing."""

    name: str
    task: str
    formats: tuple[str, ...]
    size_bytes: int
    made_with: dict[str, str]
    direction: Direction

    @classmethod
    def of(cls, name: str, manifest: Manifest, formats: Sequence[str], size_bytes: int) -> "Placed":
        """A bundle of which the app has the programs of these formats."""
        files = [file for file in manifest.files if file.format in formats]
        made_with = {file.format: f"{file.runtime} {file.runtime_version}" for file in files}
        direction = Direction(manifest.text.source_language, manifest.text.target_language)
        there = tuple(file.format for file in files)
        return cls(name, manifest.task, there, size_bytes, made_with, direction)

    def to_json(self) -> dict[str, Any]:
        formats = list(self.formats)
        return {
            "name": self.name,
            "task": self.task,
            "formats": formats,
            "size_bytes": self.size_bytes,
            "made_with": self.made_with,
            "source_language": self.direction.source,
            "target_language": self.direction.target,
        }


def open_bundles(folders: Sequence[Path]) -> Opened:
    """Opens every bundle under the name of its folder; hashes, schema and paths are checked."""
    opened = tuple((folder.resolve().name, Bundle.open(folder)) for folder in folders)
    names = [name for name, _ in opened]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Refused(f"two bundles have the name {', '.join(twice)}; rename one of the folders")
    hidden = [name for name in names if name.startswith(".")]
    if hidden:
        raise Refused(f"{hidden[0]} begins with a point, and such folders are left out of apps")
    return opened


def refuse_unrunnable(name: str, bundle: Bundle, engines: Sequence[str]) -> None:
    """Refuses a bundle that lacks the program of an engine."""
    there = [file.format for file in bundle.manifest.files]
    lacking = [engine for engine in engines if engine not in there]
    if lacking:
        targets = " --target ".join(FACTS[engine].target for engine in lacking)
        raise Refused(
            f"the bundle {name} has no program for {' and '.join(lacking)}; it has "
            f"{' and '.join(there)}. Export it with --target {targets}, "
            "or leave that engine out of --format"
        )


def narrowed(manifest: Manifest, formats: Sequence[str]) -> Manifest:
    """The manifest of a bundle that has only the programs of these formats."""
    return replace(
        manifest,
        files=tuple(file for file in manifest.files if file.format in formats),
        quality=tuple(one for one in manifest.quality if one.format in formats),
        parity=tuple(one for one in manifest.parity if one.format in formats),
        verified_on=tuple(one for one in manifest.verified_on if one.format in formats),
    )


def place(
    bundles: Opened, engines: Sequence[str], folder: Path, mark: str = MARK
) -> tuple[Placed, ...]:
    """Writes the bundles into ``folder``, in place of what mobilec put there before.

    ``mark``: the file that says so; what it holds stays.
    """
    with built_beside(folder, overwrite=True, mark=mark) as partial:
        said = (folder / mark).read_bytes() if (folder / mark).is_file() else b""
        (partial / mark).write_bytes(said)
        return tuple(_place(name, bundle, engines, partial) for name, bundle in bundles)


def _place(name: str, bundle: Bundle, engines: Sequence[str], folder: Path) -> Placed:
    manifest = narrowed(bundle.manifest, engines)
    target = folder / name
    target.mkdir()
    for file in manifest.listed():
        source, copy = bundle.folder / file.path, target / file.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copyfile(source, copy)
    if manifest == bundle.manifest:
        # Byte for byte, so that its hash is still that of the bundle.
        shutil.copyfile(bundle.folder / NAME, target / NAME)
    else:
        write_manifest(manifest, target)
    size_bytes = sum(f.size_bytes for f in manifest.listed())
    return Placed.of(name, manifest, engines, size_bytes)
