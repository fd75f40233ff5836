"""Where every byte and every operator went: the door of this folder."""

from pathlib import Path

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import NAME as MANIFEST
from exporters.bundle.manifest import ProgramFile
from exporters.errors import Refused
from exporters.formats import FACTS
from exporters.reading import read
from mobilec.checkpoint.sources.known import is_checkpoint
from mobilec.inspecting.figures import InspectedFile, Inspection, OtherFile
from mobilec.inspecting.listed import inspect_manifest

_FORMATS = {suffix: name for name, facts in FACTS.items() for suffix in facts.suffixes}
"""Suffix of a program to its format."""
_FILES = ", ".join(facts.suffixes[0] for facts in FACTS.values())
_READ = f"{_FILES}, a bundle, its {MANIFEST} alone, or a checkpoint (config.json)"


def inspect(path: str | Path) -> Inspection:
    """The bytes and operators of a program, a bundle or a checkpoint; of a manifest what it says.

    Raises ``Refused`` for what is none of those, and for what is damaged.
    """
    place = Path(path)
    if not place.exists():
        raise Refused(f"there is no {place}; inspect takes {_READ}")
    if place.is_file() and not place.stat().st_size:
        raise Refused(f"{place} is empty (0 bytes); export or download it again")
    if place.suffix in _FORMATS:
        return Inspection(str(place), "program", (_program(place),))
    if place.name == MANIFEST and place.is_file():
        return inspect_manifest(place)
    if not place.is_dir():
        raise Refused(f"{place} is no file that inspect can read; it takes {_READ}")
    if (place / MANIFEST).is_file():
        return _bundle(place)
    if is_checkpoint(place):
        from mobilec.inspecting.checkpoint import inspect_checkpoint  # by PyTorch and transformers

        return inspect_checkpoint(place)
    raise Refused(
        f"{place} has neither a {MANIFEST} nor a config.json, and no model of Marian's, so it is "
        f"no bundle and no checkpoint; inspect takes {_READ}"
    )


def _program(path: Path, listed: ProgramFile | None = None) -> InspectedFile:
    """``listed``: the entry of a manifest; without one the path says what it is."""
    if listed is None:
        return InspectedFile(path.name, read(_FORMATS[path.suffix], path))
    return InspectedFile(listed.path, read(listed.format, path), listed.again)


def _bundle(folder: Path) -> Inspection:
    """Every file that the manifest lists, once its hash was found to be right."""
    manifest = Bundle.open(folder).manifest
    return Inspection(
        path=str(folder),
        kind="bundle",
        files=tuple(_program(folder / f.path, f) for f in manifest.files),
        others=tuple(OtherFile(f.path, f.size_bytes) for f in manifest.texts),
        unique_parameters=manifest.unique_parameters,
    )
