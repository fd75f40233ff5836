"""Files by the address that a browser asks for them, relative to the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import NAME, ProgramFile, TextFile
from exporters.errors import Refused
from exporters.formats import with_engine
from mobilec.apps.placing import Opened, refuse_unrunnable

SCHEMA = 1
SITE = "site.json"
"""What the page asks for first."""
BUNDLES = "bundles"
ENGINES = with_engine("web")
_PLAIN = re.compile(r"[\w.@+-]+(/[\w.@+-]+)*", re.ASCII)
"""Paths that are the same in an address, in a file system, and on every host."""


@dataclass(frozen=True)
class Content:
    """A file of a site. ``path``: its address, relative to the page; ``source``: where it lies."""

    path: str
    source: Path
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, path: str, source: Path) -> "Content":
        if not _PLAIN.fullmatch(path) or ".." in path.split("/"):
            raise Refused(
                f"{source} would have the address {path!r}, and addresses here are of letters, "
                "digits and . _ - + @; rename it"
            )
        sha256, size = digest(source)
        return cls(path, source, size, sha256)


@dataclass(frozen=True)
class Offered:
    """A bundle as the page gets it. ``contents``: their addresses begin with the bundle's own."""

    name: str
    contents: tuple[Content, ...]

    @property
    def path(self) -> str:
        return f"{BUNDLES}/{self.name}/"

    def to_json(self) -> dict[str, Any]:
        files = [
            {
                "path": content.path.removeprefix(self.path),
                "bytes": content.size_bytes,
                "sha256": content.sha256,
            }
            for content in self.contents
        ]
        return {"name": self.name, "path": self.path, "files": files}


def offered(bundles: Opened) -> tuple[Offered, ...]:
    """What browsers need of the bundles: the manifest byte for byte, texts, and the programs that
    they run, but none of another format."""
    return tuple(_offered(name, bundle) for name, bundle in bundles)


def _offered(name: str, bundle: Bundle) -> Offered:
    refuse_unrunnable(name, bundle, ENGINES)
    paths = [NAME, *(path for file in _needed(bundle) for path in _inside(bundle, file))]
    folder = f"{BUNDLES}/{name}"
    contents = (Content.of(f"{folder}/{path}", bundle.folder / path) for path in paths)
    return Offered(name, tuple(contents))


def _needed(bundle: Bundle) -> Iterator[ProgramFile | TextFile]:
    manifest = bundle.manifest
    yield from manifest.texts
    yield from (file for file in manifest.files if file.format in ENGINES)


def _inside(bundle: Bundle, file: ProgramFile | TextFile) -> Iterator[str]:
    """The path of a file, or of all in it where it is a folder."""
    place = bundle.folder / file.path
    if not place.is_dir():
        yield file.path
        return
    for inner in sorted(place.rglob("*")):
        if inner.is_file():
            yield inner.relative_to(bundle.folder).as_posix()


def site(bundles: Iterable[Offered], run: dict[str, Any] | None) -> dict[str, Any]:
    """The document that the page asks for first. ``run``: where it measures for somebody."""
    return {"schema": SCHEMA, "bundles": [each.to_json() for each in bundles], "run": run}


def folder_contents(folder: Path) -> tuple[Content, ...]:
    """All files of a built page."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple(Content.of(file.relative_to(folder).as_posix(), file) for file in files)
